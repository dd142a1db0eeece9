using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Ecom389.Monitor.Evidence.Files;

/// <summary>
/// Files in a bucket of an object store that speaks S3 (Amazon's, MinIO, Ceph …), addressed as <c>endpoint/bucket/prefix/name</c>. A file goes up
/// in one request with its hash signed, which the store checks, and is asked for afterwards; its hash stands with it as
/// metadata. Read by range. Files up to 5 GB, the most S3 takes at once; the archive begins another at 1 GB.
/// </summary>
public sealed class S3Files : IEvidenceFiles
{
    private const string HashHeader = "x-amz-meta-sha256";

    private readonly HttpClient _client;
    private readonly Uri _folder;
    private readonly Func<S3Credentials> _credentials;
    private readonly TimeProvider _time;

    /// <param name="client">Not disposed here.</param>
    /// <param name="endpoint">Of the store.</param>
    /// <param name="bucket">There already.</param>
    /// <param name="prefix">Before each name, or empty.</param>
    /// <param name="credentials">Asked for at each request.</param>
    /// <param name="time">Signatures hold a quarter of an hour to either side of the store's clock.</param>
    public S3Files(HttpClient client, Uri endpoint, string bucket, string prefix, Func<S3Credentials> credentials, TimeProvider time)
    {
        _client = client;
        _folder = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{bucket}/{(prefix.Length == 0 ? "" : prefix.Trim('/') + "/")}");
        _credentials = credentials;
        _time = time;
    }

    public async Task KeepAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var (name, length) = (Path.GetFileName(path), new FileInfo(path).Length);
        if (await FindAsync(name, cancellationToken) is { } there)
        {
            if (there.Length != length || there.Sha256 != sha256) throw new IOException($"{name}: another file has this name in the store");
            return;
        }

        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true))
        {
            using var hash = SHA256.Create();
            using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read);
            using var request = new HttpRequestMessage(HttpMethod.Put, UriOf(name)) { Content = new StreamContent(hashed, 1 << 16) };
            request.Content.Headers.ContentLength = length;
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/warc");
            request.Headers.Add(HashHeader, sha256);
            using var answer = await SendAsync(request, sha256, cancellationToken);
            await EnsureAsync(answer, name, cancellationToken);
            // Not every store compares the hash signed with what came.
            if (Convert.ToHexStringLower(hash.Hash ?? []) != sha256)
            {
                await DeleteAsync(name, cancellationToken);
                throw new IOException($"{path}: its bytes have another hash than {sha256}");
            }
        }

        if (await FindAsync(name, cancellationToken) is not { } kept || kept.Length != length || kept.Sha256 != sha256) throw new IOException($"{name}: the store took it and does not have it");
    }

    public async Task<EvidenceFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, UriOf(name));
        using var answer = await SendAsync(request, S3Signature.Empty, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        await EnsureAsync(answer, name, cancellationToken);
        var hash = answer.Headers.TryGetValues(HashHeader, out var values) ? values.First() : null;
        return new(name, answer.Content.Headers.ContentLength ?? throw new IOException($"{name}: the store does not say how long it is"), hash);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, UriOf(name));
        using var answer = await SendAsync(request, S3Signature.Empty, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.NotFound) await EnsureAsync(answer, name, cancellationToken);
    }

    public Stream OpenRead(string name)
    {
        // The readers of WARC are synchronous: a look at evidence is one or two requests, made where nobody waits on this thread's pool.
        var file = Task.Run(() => FindAsync(name, CancellationToken.None)).GetAwaiter().GetResult() ?? throw new FileNotFoundException("The store has no such file.", name);
        return new RangeStream(file.Length, (offset, count) => Task.Run(() => ReadAsync(name, offset, count)).GetAwaiter().GetResult());
    }

    private async Task<byte[]> ReadAsync(string name, long offset, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UriOf(name));
        request.Headers.Range = new RangeHeaderValue(offset, offset + count - 1);
        using var answer = await SendAsync(request, S3Signature.Empty, CancellationToken.None);
        await EnsureAsync(answer, name, CancellationToken.None);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.PartialContent && bytes.Length == count
            ? bytes
            : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{name}: asked for bytes {offset}-{offset + count - 1}, the store gave {bytes.Length} ({(int)answer.StatusCode})"));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string sha256, CancellationToken cancellationToken)
    {
        S3Signature.Sign(request, sha256, _credentials(), _time.GetUtcNow());
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException away)
        {
            throw new IOException($"{_folder.Host}: the evidence store does not answer: {away.Message}", away);
        }
    }

    private async Task EnsureAsync(HttpResponseMessage answer, string name, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode) return;
        var said = await answer.Content.ReadAsStringAsync(cancellationToken);
        var code = said.Contains("<Code>", StringComparison.Ordinal) ? said.Split("<Code>", 2)[1].Split('<', 2)[0] : answer.ReasonPhrase;
        throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{_folder.Host}: the evidence store refuses {name}: {(int)answer.StatusCode} {code}"));
    }

    private Uri UriOf(string name) => Path.GetFileName(name) == name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')
        ? new Uri(_folder, name)
        : throw new InvalidDataException($"{name}: not a file name of the archive");
}
