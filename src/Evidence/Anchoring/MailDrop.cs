using System.Globalization;
using System.Net.Mail;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>Where and how anchors are mailed.</summary>
/// <param name="Host">The mail server (RFC 5321 submission).</param>
/// <param name="Port">Usually 25 or 587.</param>
/// <param name="From">An address of the organisation.</param>
/// <param name="To">Who is to hold the anchors: a mailbox that the operators of the store do not administer.</param>
/// <param name="StartTls">Whether the server must offer STARTTLS.</param>
public sealed record MailSettings(string Host, int Port, string From, string To, bool StartTls);

/// <summary>Mails anchors, the file attached, the digest in the body so that it can be read from a print-out.</summary>
public sealed class MailDrop : IAnchorDestination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MailSettings _settings;

    public MailDrop(MailSettings settings) => _settings = settings;

    /// <inheritdoc />
    public string Name => "mail-" + ContentHash.Of(_settings.To)[..8];

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>> DeliverAsync(Anchor anchor, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var message = new MailMessage(_settings.From, _settings.To)
            {
                Subject = string.Create(CultureInfo.InvariantCulture, $"Ecom389: mốc neo chuỗi lưu giữ số {anchor.Number}"),
                SubjectEncoding = Encoding.UTF8,
                BodyEncoding = Encoding.UTF8,
                Body = string.Create(CultureInfo.InvariantCulture, $"""
                    Xin giữ thư này. Nó chứng minh chuỗi lưu giữ bằng chứng có nội dung gì vào thời điểm gửi.
                    Please keep this message: it proves what the chain of custody said when it was sent.

                    Mốc / anchor:   {anchor.Number}
                    Lúc / at (UTC): {Instants.FromMicroseconds(anchor.At):yyyy-MM-dd HH:mm:ss}
                    SHA-256:        {anchor.Digest}
                    Khoá / key:     {anchor.Key}

                    """),
            };
            using var content = new MemoryStream(anchor.Encode());
            message.Attachments.Add(new Attachment(content, $"ecom389-anchor-{anchor.Name}.json", "application/json"));
            using var client = new SmtpClient(_settings.Host, _settings.Port) { EnableSsl = _settings.StartTls };
            await client.SendMailAsync(message, limit.Token);
        }
        catch (Exception exception) when (exception is SmtpException or FormatException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new AnchorNotDeliveredException($"{_settings.Host}:{_settings.Port}: {(exception.InnerException ?? exception).Message}", exception);
        }

        return default;
    }
}
