using System.Buffers;

namespace Ecom389.Monitor.Core;

/// <summary>Bytes of a text being written, in a borrowed array that is given back.</summary>
internal sealed class PooledText : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Hold(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Hold(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Hold(int more)
    {
        if (_bytes.Length - _length >= Math.Max(more, 1)) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(_length + more)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
