using System.Buffers.Binary;
using System.Text;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// Reads the weights of <c>model.bin</c> out of a stream as they were written: whole numbers of seven bits a byte, little-endian numbers, names
/// with their length before them. A model has a million weights of three bytes: asked of a stream one by one they would cost more than all else at the start.
/// </summary>
/// <remarks>Throws <see cref="EndOfStreamException"/> where the stream ends too soon and <see cref="FormatException"/> where a number is none.</remarks>
internal sealed class WeightReader(Stream stream)
{
    /// <summary>A gap of at most five bytes and a level of two.</summary>
    private const int LongestEntry = 7;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at;
    private int _end;

    /// <summary>A count.</summary>
    public int ReadCount()
    {
        Need(LongestEntry);
        return ReadSevenBits();
    }

    /// <summary>A number of single precision.</summary>
    public float ReadSingle()
    {
        Need(sizeof(float));
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    /// <summary>A name in UTF-8.</summary>
    public string ReadName()
    {
        var length = ReadCount();
        if (length < 0 || length > _buffer.Length) throw new FormatException("A name is too long.");
        Need(length);
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>A vector of which only what is not nought was written: the worth of a step, then gap and level of each weight.</summary>
    public float[] ReadVector(int length)
    {
        // They stay as long as the program runs: where they lie the collector never moves them.
        var weights = GC.AllocateArray<float>(length, pinned: true);
        var step = ReadSingle();
        var at = -1;
        while (true)
        {
            Need(LongestEntry);
            // Most gaps have one byte. Nothing is called here but in the odd case: a method of another assembly is not inlined into code compiled ahead of time.
            var gap = _at < _end && _buffer[_at] < 0x80 ? _buffer[_at++] : ReadSevenBits();
            if (gap == 0) return weights;
            if (_end - _at < sizeof(short)) throw EndedTooSoon();
            at += gap;
            weights[at] = (short)(_buffer[_at] | (_buffer[_at + 1] << 8)) * step;
            _at += sizeof(short);
        }
    }

    private int ReadSevenBits()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (_at == _end) throw EndedTooSoon();
            var part = _buffer[_at++];
            value |= (uint)(part & 0x7F) << shift;
            if (part < 0x80) return (int)value;
        }
        throw new FormatException("A number is too long.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_end - _at < count) throw EndedTooSoon();
        var taken = _buffer.AsSpan(_at, count);
        _at += count;
        return taken;
    }

    private static EndOfStreamException EndedTooSoon() => new("The weights end too soon.");

    /// <summary>Sees to it that so many bytes are at hand, or all that the stream has.</summary>
    private void Need(int count)
    {
        if (_end - _at >= count) return;
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_at, _end) = (0, _end - _at);
        while (_end < count && stream.Read(_buffer, _end, _buffer.Length - _end) is > 0 and var read) _end += read;
    }
}
