"""汇总表 and 薪酬: figures about people that are handed in or looked at beside the ready tables."""
