"""机构与人员: the tree, who works where in which role, and whose rows each may see."""
