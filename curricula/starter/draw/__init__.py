"""The starter curriculum's own drawings, made by script: `python -m curricula.starter.draw` writes them anew.

Whatever a picture is to show, an interval, a rate, a height or a share, is a number in these modules, and
the tests read it back from what is drawn.
"""
