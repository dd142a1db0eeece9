using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Operations.Notices;

/// <summary>Notices by mail (RFC 5321 submission, STARTTLS unless switched off). A message id made from the key lets mailboxes drop repeats.</summary>
internal sealed class MailChannel : INoticeChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MailServer _server;

    public MailChannel(MailServer server) => _server = server;

    /// <inheritdoc />
    public async Task SendAsync(Notice notice, DateTimeOffset writtenAt, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var message = new MailMessage { From = new(_server.From), Subject = notice.Subject.ReplaceLineEndings(" "), SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8 };
            foreach (var to in _server.To) message.To.Add(to);
            message.Body = string.Create(CultureInfo.InvariantCulture, $"{notice.Body}\n\n— Ecom389 Monitor, {writtenAt.ToDisplayTime():dd/MM/yyyy HH:mm}\n");
            message.Headers.Add("Message-ID", $"<{ContentHash.Of(notice.Key)[..32]}@ecom389.local>");
            message.Headers.Add("Auto-Submitted", "auto-generated");
            using var client = new SmtpClient(_server.Host, _server.Port) { EnableSsl = _server.StartTls };
            if (_server is { User: { } user, Password: { } password }) client.Credentials = new NetworkCredential(user, password.Read());
            await client.SendMailAsync(message, limit.Token);
        }
        catch (Exception exception) when (exception is SmtpException or FormatException or InvalidInputException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The server's words, never ours: it has not been told to repeat a password.
            throw new NoticeNotDeliveredException($"{_server.Host}:{_server.Port}: {(exception.InnerException ?? exception).Message}", exception);
        }
    }
}
