using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>Start line and header lines of one HTTP/1.1 message, as they came (ISO 8859-1, so that every octet survives).</summary>
internal sealed record HttpHead(string StartLine, IReadOnlyList<string> Lines)
{
    /// <summary>The value of the first header of a name, or null.</summary>
    public string? Header(string name)
    {
        foreach (var line in Lines)
            if (Is(line, name)) return line[(name.Length + 1)..].Trim();
        return null;
    }

    /// <summary>Writes the head without the named headers and with further lines.</summary>
    public byte[] Rewrite(string startLine, Func<string, bool> keep, params ReadOnlySpan<string> added)
    {
        var text = new StringBuilder(1024).Append(startLine).Append("\r\n");
        foreach (var line in Lines)
            if (keep(NameOf(line))) text.Append(line).Append("\r\n");
        foreach (var line in added) text.Append(line).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static bool Is(string line, string name) =>
        line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : line[..colon].Trim();
    }
}

/// <summary>Reads message heads from a stream and keeps what it read beyond.</summary>
internal sealed class HttpHeadReader(Stream stream)
{
    private const int MaxHead = 64 * 1024;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Bytes read from the stream that are no part of a head.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    /// <summary>The next head, or null when the stream ends before one began. Throws <see cref="InvalidDataException"/> when it is none or too long.</summary>
    public async ValueTask<HttpHead?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf("\r\n\r\n"u8);
            if (at >= 0)
            {
                var stop = searched + at;
                var head = Parse(Encoding.Latin1.GetString(_buffer, _start, stop - _start));
                _start = stop + 4;
                return head;
            }

            searched = Math.Max(_start, _end - 3);
            if (_end - _start > MaxHead) throw new InvalidDataException("message head too long");
            if (_end == _buffer.Length) Grow(ref searched);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0) return _end == _start ? null : throw new InvalidDataException("stream ended within a message head");
            _end += read;
        }
    }

    private void Grow(ref int searched)
    {
        var length = _end - _start;
        var larger = _start > 0 && length < _buffer.Length / 2 ? _buffer : new byte[_buffer.Length * 2];
        _buffer.AsSpan(_start, length).CopyTo(larger);
        searched -= _start;
        _buffer = larger;
        _start = 0;
        _end = length;
    }

    private static HttpHead Parse(string text)
    {
        var lines = text.Split("\r\n");
        // A header folded over two lines, or one without a colon, is how requests are smuggled past a proxy.
        for (var i = 1; i < lines.Length; i++)
            if (lines[i].Length == 0 || lines[i][0] is ' ' or '\t' || !lines[i].Contains(':', StringComparison.Ordinal) || lines[i].AsSpan().ContainsAny('\r', '\n', '\0'))
                throw new InvalidDataException("malformed header line");
        return new HttpHead(lines[0], lines[1..]);
    }
}
