package dev.thaw.cloud.s3;

import static java.util.stream.Collectors.toCollection;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.AwsChunked;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Spool;
import dev.thaw.cloud.state.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The bytes of objects and parts: few in the store, many in a file under a random name.
final class Bodies {

  private static final System.Logger LOG = System.getLogger(Bodies.class.getName());

  private final Path folder;
  private final Store.Table small;

  /// @param folder made if it is not there
  Bodies(Path folder, Store store) throws IOException {
    this.folder = folder;
    small = store.table("s3.small");
    Files.createDirectories(folder);
  }

  /// Deletes the files of writes that were never acknowledged, and of deletions that were.
  ///
  /// @param removeUsed takes the pieces in use out of a set of ids
  void sweep(Consumer<Set<String>> removeUsed) throws IOException {
    Set<String> ids;
    try (Stream<Path> files = Files.list(folder)) {
      ids = files.map(file -> file.getFileName().toString()).collect(toCollection(HashSet::new));
    }
    removeUsed.accept(ids);
    for (String id : ids) {
      Files.delete(folder.resolve(id));
    }
  }

  /// Takes a body in, in one pass.
  ///
  /// @throws ApiException if it is not what the claims say, or ends too early
  Taken take(Blob body, Claims claims) {
    try (InputStream in = body.open()) {
      return take(in, body, claims);
    } catch (Spool.TooLong _) {
      throw S3Limits.tooLarge();
    } catch (AwsChunked.Malformed e) {
      throw incomplete(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw incomplete("body: " + e.getMessage());
    }
  }

  private static ApiException incomplete(String why) {
    return new ApiException(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header ("
            + why
            + ")");
  }

  private Taken take(InputStream in, Blob body, Claims claims) throws IOException {
    Intake intake = new Intake(claims);
    String id = UUID.randomUUID().toString();
    byte[] first = in.readNBytes(Piece.SMALL + 1);
    if (first.length <= Piece.SMALL) {
      intake.take(first, first.length);
      return taken(id, body, intake, claims, Optional.of(first));
    }
    boolean whole = false;
    try {
      write(id, first, in, intake);
      Taken taken = taken(id, body, intake, claims, Optional.empty());
      whole = true;
      return taken;
    } finally {
      if (!whole) {
        deleteFile(id);
      }
    }
  }

  private void write(String id, byte[] first, InputStream in, Intake intake) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve(id), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try (Inflow inflow = new Inflow(file, intake)) {
        inflow.take(first, in);
      }
    }
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
  }

  private Taken taken(String id, Blob body, Intake intake, Claims claims, Optional<byte[]> memory) {
    boolean announced = body instanceof Blob.Flow && body.size() >= 0;
    if (announced && body.size() != intake.size()) {
      throw incomplete(intake.size() + " bytes of " + body.size());
    }
    Intake.Hashed hashed =
        intake.finish(claims, body instanceof Blob.Flow flow ? flow.trailers().get() : Map.of());
    return new Taken(this, new Piece(id, intake.size()), memory, hashed);
  }

  /// Only within a change of the store.
  void keep(Piece piece, byte[] bytes) {
    small.put(piece.id(), bytes);
  }

  /// Forgets what the store holds. Only within a change of it; the files go by [#delete] once the
  /// change is on the disk.
  void forget(Collection<Piece> pieces) {
    for (Piece piece : pieces) {
      if (piece.small()) {
        small.remove(piece.id());
      }
    }
  }

  void delete(Collection<Piece> pieces) {
    pieces.forEach(this::delete);
  }

  /// What stays by mischance goes at the next start.
  void delete(Piece piece) {
    if (piece.small()) {
      return;
    }
    deleteFile(piece.id());
  }

  private void deleteFile(String id) {
    try {
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot delete " + id, e);
    }
  }

  /// Opens a stretch of an object; what is open stays readable when the object goes.
  ///
  /// @return empty if a piece is gone: somebody has put another object in its place
  Optional<Blob> open(List<Piece> pieces, long offset, long length) {
    PieceStream stream = new PieceStream();
    try {
      long at = 0;
      for (Piece piece : pieces) {
        long from = Math.max(offset - at, 0);
        long to = Math.min(offset + length - at, piece.size());
        at += piece.size();
        if (from < to && !open(stream, piece, from, to)) {
          stream.close();
          return Optional.empty();
        }
      }
      return Optional.of(Blob.Flow.of(stream, length));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open an object", e);
    }
  }

  private boolean open(PieceStream stream, Piece piece, long from, long to) throws IOException {
    if (piece.small()) {
      Optional<byte[]> bytes = small.get(piece.id());
      bytes.ifPresent(found -> stream.add(found, (int) from, (int) to));
      return bytes.isPresent();
    }
    try {
      stream.add(FileChannel.open(folder.resolve(piece.id())), from, to);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
