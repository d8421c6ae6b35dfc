"""社会服务统计, the part on 基层政权和社区治理: bodies, members and premises as a period ended."""
