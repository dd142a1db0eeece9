using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Operations.Tests.Notices;

/// <summary>A mail server on loopback (RFC 5321): takes messages, may refuse a few first, may ask for a password (AUTH LOGIN).</summary>
internal sealed class MailListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private int _refuse;

    public MailListener(int refuse = 0)
    {
        _refuse = refuse;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Messages as they came, headers and body.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>Recipients in order.</summary>
    public List<string> Recipients { get; } = [];

    /// <summary>User and password as given.</summary>
    public List<string> Logins { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            await TalkAsync(client);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 loopback");
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-loopback\r\n250 AUTH LOGIN");
                    break;
                case "AUTH":
                    var user = line.Split(' ') is [_, _, var given] ? given : null;
                    if (user is null)
                    {
                        await writer.WriteLineAsync("334 VXNlcm5hbWU6");
                        user = (await reader.ReadLineAsync(_end.Token))!;
                    }

                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    var password = (await reader.ReadLineAsync(_end.Token))!;
                    Logins.Add(Encoding.UTF8.GetString(Convert.FromBase64String(user)) + ":" + Encoding.UTF8.GetString(Convert.FromBase64String(password)));
                    await writer.WriteLineAsync("235 ok");
                    break;
                case "RCPT":
                    Recipients.Add(line);
                    await writer.WriteLineAsync(_refuse-- > 0 ? "451 mailbox busy, try again" : "250 ok");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var message = new StringBuilder();
                    while (await reader.ReadLineAsync(_end.Token) is { } part && part != ".") message.Append(part).Append('\n');
                    Messages.Add(message.ToString());
                    await writer.WriteLineAsync("250 kept");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 ok");
                    break;
            }
        }
    }
}
