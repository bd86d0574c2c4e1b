"""What became of issued plans, seen by whoever answers: the ledger, offices and schools, the leader, the year."""
