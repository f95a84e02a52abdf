package dev.thaw.lambda.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// Writes zips with stored entries and any mode and name, good or bad.
final class Zip {

  private final ByteArrayOutputStream local = new ByteArrayOutputStream();
  private final ByteArrayOutputStream central = new ByteArrayOutputStream();
  private int entries;

  Zip add(String name, String content, int mode) {
    byte[] rawName = name.getBytes(UTF_8);
    byte[] bytes = content.getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    int offset = local.size();
    byte[] headerBytes = new byte[30];
    ByteBuffer header = littleEndian(headerBytes);
    header.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 0);
    header.putInt(0).putInt((int) crc.getValue()).putInt(bytes.length).putInt(bytes.length);
    header.putShort((short) rawName.length).putShort((short) 0);
    local.writeBytes(headerBytes);
    local.writeBytes(rawName);
    local.writeBytes(bytes);
    byte[] entryBytes = new byte[46];
    ByteBuffer entry = littleEndian(entryBytes);
    entry.putInt(0x02014b50).put((byte) 20).put((byte) 3).putShort((short) 20).putShort((short) 0);
    entry.putShort((short) 0).putInt(0).putInt((int) crc.getValue());
    entry.putInt(bytes.length).putInt(bytes.length).putShort((short) rawName.length);
    entry.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    entry.putInt(mode << 16).putInt(offset);
    central.writeBytes(entryBytes);
    central.writeBytes(rawName);
    entries++;
    return this;
  }

  byte[] bytes() {
    byte[] endBytes = new byte[22];
    ByteBuffer end = littleEndian(endBytes);
    end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
    end.putInt(central.size()).putInt(local.size()).putShort((short) 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(local.toByteArray());
    out.writeBytes(central.toByteArray());
    out.writeBytes(endBytes);
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
