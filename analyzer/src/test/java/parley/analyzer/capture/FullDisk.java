package parley.analyzer.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file on a disk that has room for so many octets and then for none. */
final class FullDisk implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private final long room;

    FullDisk(SeekableByteChannel file, long room) {
        this.file = file;
        this.room = room;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int taken = (int) Math.min(room - file.position(), source.remaining());
        if (taken == 0) {
            throw new IOException("No space left on device");
        }
        file.write(source.slice(source.position(), taken));
        source.position(source.position() + taken);
        return taken;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return file.read(target);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
