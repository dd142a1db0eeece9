using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Operations.Notices;

/// <summary>
/// Notices to a program: one JSON object by POST. With a secret the header <c>X-Ecom389-Signature: sha256=…</c> is the
/// HMAC-SHA256 of the body (RFC 2104), lower-case hexadecimal. Any 2xx answer is a receipt.
/// </summary>
internal sealed class WebhookChannel : INoticeChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Webhook _hook;
    private readonly HttpClient _client;

    public WebhookChannel(Webhook hook, HttpClient client)
    {
        _hook = hook;
        _client = client;
    }

    /// <inheritdoc />
    public async Task SendAsync(Notice notice, DateTimeOffset writtenAt, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        // The path of a webhook is often its password: only the host is ever named.
        var place = string.Create(CultureInfo.InvariantCulture, $"{_hook.Url.Host}:{_hook.Url.Port}");
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { notice.Key, notice.Kind, notice.Subject, notice.Body, At = writtenAt }, JsonContract.Compact);
            using var request = new HttpRequestMessage(HttpMethod.Post, _hook.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            if (_hook.Secret is { } secret) request.Headers.Add("X-Ecom389-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Read()), body)));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode) throw new NoticeNotDeliveredException(string.Create(CultureInfo.InvariantCulture, $"{place}: HTTP {(int)answer.StatusCode}"));
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidInputException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new NoticeNotDeliveredException($"{place}: {exception.Message}", exception);
        }
    }
}
