using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// One WARC/1.1 record (ISO 28500:2017): named fields and a block. Serialised as a gzip member of its own, so that a record can
/// be read by its offset alone and a torn tail loses nothing before it.
/// </summary>
internal sealed class WarcRecord
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    public WarcRecord(string type, DateTimeOffset date, string contentType, ReadOnlyMemory<byte> block)
    {
        Id = "<urn:uuid:" + Guid.CreateVersion7(date).ToString("D", CultureInfo.InvariantCulture) + ">";
        Block = block;
        With("WARC-Type", type);
        With("WARC-Record-ID", Id);
        With("WARC-Date", date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        With("Content-Type", contentType);
    }

    public string Id { get; }

    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>Adds a named field; line breaks in the value become spaces, as they would end the header.</summary>
    public WarcRecord With(string name, string value)
    {
        _fields.Add(new(name, value.ReplaceLineEndings(" ")));
        return this;
    }

    /// <summary>The record as one gzip member.</summary>
    public byte[] ToGzipMember()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            var head = new StringBuilder("WARC/1.1\r\n");
            foreach (var (name, value) in _fields) head.Append(name).Append(": ").Append(value).Append("\r\n");
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Block.Length}\r\n\r\n");
            gzip.Write(Encoding.UTF8.GetBytes(head.ToString()));
            gzip.Write(Block.Span);
            gzip.Write("\r\n\r\n"u8);
        }

        return buffer.ToArray();
    }
}
