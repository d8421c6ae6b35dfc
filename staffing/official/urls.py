"""汇总表 and 薪酬, below `office/tables/`."""

from django.urls import path

from staffing.official import views

app_name = "staffing_tables"
urlpatterns = [
    path("summary/", views.SummaryView.as_view(), name="table_summary"),
    path("summary/save/", views.SummarySaveView.as_view(), name="table_summary_save"),
    path("pay/", views.PayView.as_view(), name="table_pay"),
]
