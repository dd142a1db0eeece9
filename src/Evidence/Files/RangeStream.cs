namespace Ecom389.Monitor.Evidence.Files;

/// <summary>A seekable stream over something read by ranges, one block ahead. Not safe for concurrent use.</summary>
internal sealed class RangeStream : Stream
{
    private const int Block = 256 << 10;

    private readonly Func<long, int, byte[]> _read;
    private byte[] _block = [];
    private long _blockAt;

    /// <param name="length">Bytes there are.</param>
    /// <param name="read">Reads exactly a number of bytes from an offset on; both within the length.</param>
    public RangeStream(long length, Func<long, int, byte[]> read) => (Length, _read) = (length, read);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty) return 0;
        if (Position < _blockAt || Position >= _blockAt + _block.Length)
        {
            _block = _read(Position, (int)Math.Min(Math.Max(Block, buffer.Length), Length - Position));
            _blockAt = Position;
        }

        var part = _block.AsSpan((int)(Position - _blockAt));
        if (part.Length > buffer.Length) part = part[..buffer.Length];
        part.CopyTo(buffer);
        Position += part.Length;
        return part.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
