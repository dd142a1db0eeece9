namespace Ecom389.Monitor.Evidence;

/// <summary>
/// Reads a WARC file record by record, ours or another writer's, gzip a record or plain, and checks each: gzip checksum, structure,
/// block and payload digest. Never stops at damage: the bytes that cannot be read become an entry of their own
/// (<see cref="WarcEntry.IsReadable"/> false) and reading goes on at the next record.
/// </summary>
/// <remarks>
/// Not safe for concurrent use. I/O errors of the stream pass through. The payload digest is taken over the body as transferred or,
/// where that does not match, with its chunked coding undone: the standard means the latter, many writers do the former.
/// </remarks>
public sealed class WarcFileReader : IDisposable
{
    /// <summary>A record larger than this is reported and passed over, bytes.</summary>
    public const int MaxRecordBytes = 256 * 1024 * 1024;

    private const int MaxHeadBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly string _file;
    private readonly long _end;
    private long _next;
    private bool _isOurs;

    /// <param name="stream">Seekable; disposed with the reader.</param>
    /// <param name="file">The name faults are reported under.</param>
    public WarcFileReader(Stream stream, string file)
    {
        _stream = stream;
        _file = file;
        _end = stream.Length;
    }

    /// <summary>Opens a file that may still be written to; what is appended after this is not read.</summary>
    public static WarcFileReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16), Path.GetFileName(path));

    /// <summary>Where the next record is looked for. May be set to a known offset.</summary>
    public long Position
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>All entries from <see cref="Position"/> on.</summary>
    public IEnumerable<WarcEntry> ReadToEnd(CancellationToken cancellationToken)
    {
        while (Read() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <summary>The next record, or null at the end.</summary>
    public WarcEntry? Read()
    {
        if (_next >= _end) return null;
        var offset = _next;
        Span<byte> start = stackalloc byte[16];
        _stream.Position = offset;
        start = start[.._stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var entry = GzipMember.StartsAt(start) ? ReadMember(offset)
            : start.StartsWith("WARC/"u8) || (start.Length < 5 && "WARC/"u8.StartsWith(start)) ? ReadPlain(offset)
            : start.StartsWith("filedesc:"u8) ? Unreadable(offset, _end, "arc", "định dạng ARC cũ, không phải WARC / an ARC file, the format before WARC")
            : Unreadable(offset, NextRecord(offset + 1), "not-warc", "không phải bản ghi WARC / no WARC record");
        _next = entry.Offset + entry.Length;
        return entry;
    }

    public void Dispose() => _stream.Dispose();

    private WarcEntry ReadMember(long offset)
    {
        var member = GzipMember.Read(_stream, offset, MaxRecordBytes);
        if (member.Problem is { } problem)
        {
            var next = NextRecord(offset + 1);
            var code = problem == "gzip-damaged" && next == _end && member.Bytes.IsEmpty ? "gzip-cut" : problem;
            return Unreadable(offset, next, code, problem switch
            {
                "gzip-cut" => "tệp bị cắt giữa bản ghi / the file ends inside the record",
                "too-large" => "bản ghi lớn hơn giới hạn đọc / the record is larger than is read",
                _ => "khối gzip hỏng hoặc bị sửa, sai mã kiểm CRC-32 / the gzip member is damaged or altered, its checksum does not hold",
            });
        }

        if (member.Bytes.Span.StartsWith("filedesc:"u8))
            return Unreadable(offset, _end, "arc", "định dạng ARC cũ, không phải WARC / an ARC file, the format before WARC");
        var faults = new List<WarcFault>();
        var range = new Range(offset, member.Length, Compressed: true);
        if (Parse(member.Bytes, range, faults, out var used) is not { } entry)
            return new(_file, offset, member.Length, "", [], default, faults);
        CheckGzipHead(entry, range, faults);
        if (used < member.Bytes.Length)
        {
            var inside = member.Bytes.Span[used..].StartsWith("WARC/"u8);
            faults.Add(Fault(inside ? "gzip-whole-file" : "record-end", WarcFaultSeverity.Error, range, inside
                ? "nhiều bản ghi trong một khối gzip, không tra cứu được theo vị trí / several records in one gzip member, which cannot be read by their offset"
                : "thừa byte sau bản ghi / bytes after the record"));
        }

        return entry;
    }

    /// <summary>gzip's own head has no checksum; in files that say they are ours it has one form only.</summary>
    private void CheckGzipHead(WarcEntry entry, Range range, List<WarcFault> faults)
    {
        if (range.Offset == 0) _isOurs = entry.Type == "warcinfo" && entry.Block.Span.StartsWith("software: Ecom389 Monitor"u8);
        if (!_isOurs) return;
        Span<byte> head = stackalloc byte[10];
        _stream.Position = range.Offset;
        _stream.ReadExactly(head);
        if (!head.SequenceEqual(WarcRecord.OurGzipHead)) faults.Add(Fault("gzip-head", WarcFaultSeverity.Error, range, "phần đầu khối gzip bị sửa / the gzip member's head is altered"));
    }

    private WarcEntry ReadPlain(long offset)
    {
        var window = new byte[(int)Math.Min(MaxHeadBytes, _end - offset)];
        _stream.Position = offset;
        _stream.ReadExactly(window);
        var head = WarcHead.TryParse(window, out var headLength);
        var length = head is null ? null : WarcHead.ContentLength(head.Fields);
        if (head is null || length is null)
        {
            var next = NextRecord(offset + 1);
            return next == _end && head is null
                ? Unreadable(offset, next, "cut", "tệp bị cắt giữa phần đầu bản ghi / the file ends inside the record's head")
                : Unreadable(offset, next, head is null ? "head" : "content-length", "phần đầu bản ghi không đọc được / the record's head cannot be read");
        }

        if (offset + headLength + length.Value > _end)
            return Unreadable(offset, NextRecord(offset + headLength), "cut", "bản ghi ngắn hơn Content-Length đã ghi / the record is shorter than its Content-Length");
        if (length.Value > MaxRecordBytes)
            return Unreadable(offset, Math.Min(_end, offset + headLength + length.Value + 4), "too-large", "bản ghi lớn hơn giới hạn đọc / the record is larger than is read");
        var whole = new byte[headLength + (int)length.Value + (int)Math.Min(4, _end - offset - headLength - length.Value)];
        _stream.Position = offset;
        _stream.ReadExactly(whole);
        var faults = new List<WarcFault>();
        var entry = Parse(whole, new(offset, whole.Length, Compressed: false), faults, out var used)!;
        if (used == whole.Length) return entry;
        // The block does not end where it says: the next record tells how long it really is.
        var after = NextRecord(offset + headLength);
        return new(_file, offset, after - offset, entry.Version, entry.Fields, entry.Block, faults);
    }

    /// <summary>A record out of its bytes; null when there is none. <paramref name="used"/>: with the two empty lines after it.</summary>
    private WarcEntry? Parse(ReadOnlyMemory<byte> bytes, Range range, List<WarcFault> faults, out int used)
    {
        used = 0;
        if (WarcHead.TryParse(bytes.Span, out var headLength) is not { } head)
        {
            faults.Add(Fault("head", WarcFaultSeverity.Error, range, "phần đầu bản ghi không đọc được / the record's head cannot be read"));
            return null;
        }

        if (WarcHead.ContentLength(head.Fields) is not { } length || headLength + length > bytes.Length)
        {
            faults.Add(Fault("content-length", WarcFaultSeverity.Error, range, "Content-Length thiếu, sai hoặc lớn hơn bản ghi / Content-Length is missing, wrong or beyond the record"));
            return null;
        }

        var block = bytes.Slice(headLength, (int)length);
        used = headLength + (int)length;
        var end = bytes.Span[used..];
        if (end.StartsWith("\r\n\r\n"u8))
        {
            used += 4;
        }
        else if (range.Compressed && (end.IsEmpty || end.SequenceEqual("\r\n"u8)))
        {
            // The member's checksum holds, so nothing is cut: the writer left a line out.
            used = bytes.Length;
            faults.Add(Fault("record-end", WarcFaultSeverity.Notice, range, "sau bản ghi thiếu dòng trống / an empty line is missing after the record"));
        }
        else
        {
            faults.Add(Fault("record-end", WarcFaultSeverity.Error, range, "sau bản ghi không có hai dòng trống: Content-Length sai hoặc bản ghi bị cắt / no two empty lines after the record: a wrong Content-Length or a cut record"));
        }

        var entry = new WarcEntry(_file, range.Offset, range.Length, head.Version, head.Fields, block, faults);
        WarcRecordCheck.Add(entry, range.Compressed ? (range.Offset, range.Length) : (range.Offset + headLength, length), faults);
        return entry;
    }

    private WarcEntry Unreadable(long offset, long end, string code, string message) =>
        new(_file, offset, end - offset, "", [], default, [new(code, WarcFaultSeverity.Error, _file, offset, end - offset, message)]);

    private WarcFault Fault(string code, WarcFaultSeverity severity, Range range, string message) => new(code, severity, _file, range.Offset, range.Length, message);

    /// <summary>Where the next record begins at or after an offset, or the file's end.</summary>
    private long NextRecord(long from)
    {
        var buffer = new byte[64 * 1024];
        for (var at = from; at < _end;)
        {
            _stream.Position = at;
            var read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var window = buffer.AsSpan(0, read);
            for (var i = 0; i < read; i++)
            {
                var found = window[i..].IndexOfAny((byte)0x1F, (byte)'W');
                if (found < 0) break;
                i += found;
                if (IsRecordAt(at + i, window[i..])) return at + i;
            }

            // A mark may lie across two windows.
            at += read < buffer.Length ? read : read - 8;
        }

        return _end;
    }

    private bool IsRecordAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("WARC/1."u8) || bytes.StartsWith("WARC/0."u8)) return true;
        return GzipMember.StartsAt(bytes) && GzipMember.Read(_stream, offset, 4096).Bytes.Span.StartsWith("WARC/"u8);
    }

    private readonly record struct Range(long Offset, long Length, bool Compressed);
}
