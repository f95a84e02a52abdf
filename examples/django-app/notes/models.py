from django.db import models


class Note(models.Model):
    text = models.CharField(max_length=200)
    written = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written", "-pk"]

    def document(self):
        return {"id": self.pk, "text": self.text, "written": self.written.isoformat()}
