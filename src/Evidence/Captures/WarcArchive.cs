using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// Keeps captures as WARC/1.1 files, one gzip member a record. Each process writes files of its own and never appends to one it
/// did not begin, so a crash can tear only the tail of the file in hand. Safe for concurrent use.
/// </summary>
public sealed class WarcArchive : ICaptureArchive, IAsyncDisposable
{
    /// <summary>A file is closed and another begun past this size, in bytes.</summary>
    private const long RotateAt = 1L << 30;

    private readonly string _folder;
    private readonly string _organisation;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private FileStream? _file;
    private string _fileName = "";

    /// <param name="folder">Created when missing.</param>
    /// <param name="organisation">Who operates the crawler; an organisation, never a person.</param>
    /// <param name="time">The clock written into the records.</param>
    public WarcArchive(string folder, string organisation, TimeProvider time)
    {
        _folder = folder;
        _organisation = organisation;
        _time = time;
        Directory.CreateDirectory(folder);
    }

    /// <inheritdoc />
    public async ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken)
    {
        var page = PageRecord(capture);
        var pageMember = page.ToGzipMember();
        var others = new MemoryStream();
        if (capture.RequestHeaders.Count > 0) others.Write(RequestRecord(capture, page).ToGzipMember());
        foreach (var resource in capture.SubResources) others.Write(SubResourceRecord(capture, resource, page).ToGzipMember());
        others.Write(MetadataRecord(capture, page).ToGzipMember());

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var file = _file is { Position: < RotateAt } open ? open : await BeginFileAsync();
            var offset = file.Position;
            try
            {
                // Not cancellable from here: half a record would be a torn tail of our own making.
                await file.WriteAsync(pageMember, CancellationToken.None);
                await file.WriteAsync(others.GetBuffer().AsMemory(0, (int)others.Length), CancellationToken.None);
                file.Flush(flushToDisk: true);
            }
            catch
            {
                await CloseFileAsync();
                throw;
            }

            return new(_fileName, offset, pageMember.Length);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseFileAsync();
        _gate.Dispose();
    }

    private async Task<FileStream> BeginFileAsync()
    {
        await CloseFileAsync();
        var now = _time.GetUtcNow();
        _fileName = string.Create(CultureInfo.InvariantCulture, $"ecom389-{now.UtcDateTime:yyyyMMddHHmmss}-{Guid.CreateVersion7(now):N}.warc.gz");
        var file = new FileStream(Path.Combine(_folder, _fileName), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        await file.WriteAsync(InfoRecord(now).ToGzipMember());
        return _file = file;
    }

    private async ValueTask CloseFileAsync()
    {
        if (_file is null) return;
        await _file.DisposeAsync();
        _file = null;
    }

    private WarcRecord InfoRecord(DateTimeOffset now)
    {
        var version = typeof(WarcArchive).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        var fields = $"software: Ecom389 Monitor {version}\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\noperator: {_organisation}\r\nhttp-header-user-agent: see request records\r\n";
        return new WarcRecord("warcinfo", now, "application/warc-fields", Encoding.UTF8.GetBytes(fields)).With("WARC-Filename", _fileName);
    }

    private static WarcRecord PageRecord(Capture capture)
    {
        // A rendered page is no HTTP answer: it is kept as the resource it is, and the metadata record says how it came about.
        var record = capture.Mode == RenderMode.Browser
            ? new WarcRecord("resource", capture.CapturedAt, "text/html; charset=utf-8", capture.Body)
            : new WarcRecord("response", capture.CapturedAt, "application/http; msgtype=response", HttpBlock(StatusLine(capture.HttpVersion, capture.Status), capture.ResponseHeaders, capture.Body));
        return record.With("WARC-Target-URI", capture.Url).With("WARC-Payload-Digest", "sha256:" + capture.BodySha256);
    }

    private static WarcRecord RequestRecord(Capture capture, WarcRecord page)
    {
        var target = new Uri(capture.Url);
        return new WarcRecord("request", capture.CapturedAt, "application/http; msgtype=request", HttpBlock($"GET {target.PathAndQuery} HTTP/1.1", capture.RequestHeaders, default))
            .With("WARC-Target-URI", capture.Url).With("WARC-Concurrent-To", page.Id);
    }

    private static WarcRecord SubResourceRecord(Capture capture, SubResource resource, WarcRecord page) =>
        new WarcRecord("response", capture.CapturedAt, "application/http; msgtype=response",
                HttpBlock(StatusLine("1.1", resource.Status), [new("Content-Type", resource.ContentType)], resource.Body))
            .With("WARC-Target-URI", resource.Url).With("WARC-Concurrent-To", page.Id).With("WARC-Payload-Digest", "sha256:" + ContentHash.Of(resource.Body.Span));

    private static WarcRecord MetadataRecord(Capture capture, WarcRecord page)
    {
        var facts = JsonSerializer.SerializeToUtf8Bytes(new
        {
            captureId = capture.Id,
            source = capture.SourceId,
            requestUrl = capture.RequestUrl,
            capture.Redirects,
            robots = capture.RobotsDecision,
            mode = capture.Mode,
            reconstructed = capture.Mode == RenderMode.Browser
                ? "DOM after rendering, serialised; answers to scripts with their status and type only"
                : "status line and header block rebuilt from parsed fields; body after content decoding",
            facts = capture.Facts,
        }, JsonContract.Compact);
        return new WarcRecord("metadata", capture.CapturedAt, "application/json", facts)
            .With("WARC-Target-URI", capture.Url).With("WARC-Concurrent-To", page.Id);
    }

    private static string StatusLine(string version, int status) => string.Create(CultureInfo.InvariantCulture, $"HTTP/{(version is "1.0" ? version : "1.1")} {status} {(System.Net.HttpStatusCode)status}");

    private static byte[] HttpBlock(string firstLine, IReadOnlyList<HeaderField> headers, ReadOnlyMemory<byte> body)
    {
        var head = new StringBuilder(firstLine).Append("\r\n");
        foreach (var (name, value) in headers)
        {
            // The body is kept decoded and whole: headers that speak of another form would make a reader decode it again.
            var kept = name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? "X-Received-" + name : name;
            head.Append(kept).Append(": ").Append(value.ReplaceLineEndings(" ")).Append("\r\n");
        }

        if (!body.IsEmpty) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("\r\n");
        var bytes = new byte[Encoding.UTF8.GetByteCount(head.ToString()) + body.Length];
        var written = Encoding.UTF8.GetBytes(head.ToString(), bytes);
        body.Span.CopyTo(bytes.AsSpan(written));
        return bytes;
    }
}
