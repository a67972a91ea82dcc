"""Cases on the page: the list, the encounter, the debrief. All is drawn from what a student may see."""
