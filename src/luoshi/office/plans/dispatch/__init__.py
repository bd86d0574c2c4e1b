"""调度: rounds in which every lead says how far its tasks are, the meeting about them, and the 通报 that follows."""
