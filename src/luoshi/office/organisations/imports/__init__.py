"""机构人员导入: a workbook out, filled in, read back; every fault with its cell first, then all or nothing."""
