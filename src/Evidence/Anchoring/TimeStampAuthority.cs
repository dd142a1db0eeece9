using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>
/// Has anchors time-stamped by an authority (RFC 3161 over HTTP): a third party signs that the digest existed at an instant.
/// </summary>
public sealed class TimeStampAuthority : IAnchorDestination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int LargestAnswer = 1 << 20;

    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <param name="client">Whose proxy settings lead out of the house.</param>
    /// <param name="address">Of the authority.</param>
    public TimeStampAuthority(HttpClient client, Uri address)
    {
        _client = client;
        _address = address;
    }

    /// <inheritdoc />
    public string Name => "tsa-" + ContentHash.Of(_address.AbsoluteUri)[..8];

    /// <summary>The token (RFC 3161 TimeStampToken, DER), checked against the digest before it is believed.</summary>
    public async Task<ReadOnlyMemory<byte>> DeliverAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(
            Convert.FromHexString(anchor.Digest), HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(12), requestSignerCertificates: true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var content = new ByteArrayContent(request.Encode());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode) throw new AnchorNotDeliveredException($"{_address}: HTTP {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentLength > LargestAnswer) throw new AnchorNotDeliveredException($"{_address}: an answer of {answer.Content.Headers.ContentLength} bytes is no time-stamp");
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, limit.Token);
            // Refuses what answers another request, and any status but "granted".
            var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(limit.Token), out _);
            return token.AsSignedCms().Encode();
        }
        catch (Exception exception) when (exception is HttpRequestException or CryptographicException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new AnchorNotDeliveredException($"{_address}: {exception.Message}", exception);
        }
    }
}
