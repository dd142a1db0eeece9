using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// One WARC/1.1 record to be written: named fields and a block, head and body of which stay apart so that neither is copied.
/// Serialised as a gzip member of its own, so that a record can be read by its offset alone and a torn tail loses nothing before it.
/// </summary>
internal sealed class WarcRecord
{
    private const int SmallBody = 256;

    /// <summary>Beyond this the last twentieth of packing is not worth its time; for a record that is all head it is.</summary>
    private const int LargeBody = 16 * 1024;

    /// <summary>
    /// How each of our members begins: no time, no name, no system. Nothing in it may vary, as gzip's checksum does not cover it.
    /// </summary>
    public static ReadOnlySpan<byte> OurGzipHead => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly ReadOnlyMemory<byte> _head;
    private readonly ReadOnlyMemory<byte> _body;

    public WarcRecord(string type, DateTimeOffset date, string contentType, ReadOnlyMemory<byte> block)
        : this(type, date, contentType, default, block) { }

    /// <param name="head">The HTTP head within the block, or empty.</param>
    /// <param name="body">The rest of the block.</param>
    public WarcRecord(string type, DateTimeOffset date, string contentType, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        Type = type;
        Date = date;
        ContentType = contentType;
        _head = head;
        _body = body;
        Identify(Guid.CreateVersion7(date));
    }

    public string Type { get; }

    public string Id { get; private set; } = "";

    public DateTimeOffset Date { get; }

    public string ContentType { get; }

    /// <summary>What the index says of it; null keeps it out of the index.</summary>
    public CdxjEntry? Index { get; init; }

    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>Gives the record another id.</summary>
    public void Identify(Guid id) => Id = "<urn:uuid:" + id.ToString("D", CultureInfo.InvariantCulture) + ">";

    /// <summary>UTC to the microsecond, as WARC/1.1 permits.</summary>
    public static string Format(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Adds a named field; line breaks in the value become spaces, as they would end the header.</summary>
    public WarcRecord With(string name, string value)
    {
        _fields.Add(new(name, value.ReplaceLineEndings(" ").Replace('\v', ' ').Replace('\0', ' ')));
        return this;
    }

    /// <summary>A body that came packed does not become smaller, however long one tries.</summary>
    private bool IsPacked => _body.Length > SmallBody && _body.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]);

    /// <summary>The record as one gzip member.</summary>
    public byte[] ToGzipMember()
    {
        var lines = new StringBuilder("WARC/1.1\r\n");
        lines.Append("WARC-Type: ").Append(Type).Append("\r\nWARC-Record-ID: ").Append(Id).Append("\r\nWARC-Date: ").Append(Format(Date)).Append("\r\n");
        foreach (var (name, value) in _fields) lines.Append(name).Append(": ").Append(value).Append("\r\n");
        lines.Append("WARC-Block-Digest: ").Append(WarcDigest.Of(_head.Span, _body.Span)).Append("\r\n");
        lines.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        lines.Append(CultureInfo.InvariantCulture, $"Content-Length: {_head.Length + _body.Length}\r\n\r\n");
        var head = Encoding.UTF8.GetBytes(lines.ToString());
        if (IsPacked) return StoredBody.Member(head, _head.Span, _body.Span);
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, _body.Length > LargeBody ? CompressionLevel.Optimal : CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(head);
            gzip.Write(_head.Span);
            // A body that is compressed already has letters of its own; in a block of their own the heads pack a fifth smaller.
            if (!_head.IsEmpty && _body.Length > SmallBody) gzip.Flush();
            gzip.Write(_body.Span);
            gzip.Write("\r\n\r\n"u8);
        }

        var member = buffer.ToArray();
        OurGzipHead.CopyTo(member);
        return member;
    }
}
