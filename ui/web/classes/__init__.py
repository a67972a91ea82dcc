"""What learners see of their classes: joining, leaving, what is due, and what their educators can see."""
