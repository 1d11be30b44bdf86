"""What `make bench` measures, and how. Start reading in cases/http1.py; gates.py has the promises."""
