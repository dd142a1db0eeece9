using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace Ecom389.Monitor.Operations.Checks;

/// <summary>
/// Compares the machine's clock with a time server (SNTP, RFC 4330: one packet of 48 bytes each way). Evidence and deadlines
/// lean on the clock. Where the server does not answer, which a closed network is full of, it says so and is no fault.
/// </summary>
internal static class ClockCheck
{
    private const int Port = 123;
    private const int Size = 48;

    // Seconds from 1900, where the protocol's time begins, to 1970.
    private const long Epoch = 2_208_988_800;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Beyond this a person should look.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(1);

    public static async Task<CheckResult> RunAsync(string? server, TimeProvider time, CancellationToken cancellationToken)
    {
        if (server is null) return CheckResult.Note("chưa nêu clock.ntpServer trong operations.json / no clock.ntpServer in operations.json");
        var (host, port) = server.LastIndexOf(':') is > 0 and var colon && int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? (server[..colon], given) : (server, Port);
        try
        {
            var offset = await OffsetAsync(host, port, time, cancellationToken);
            var text = string.Create(CultureInfo.InvariantCulture, $"lệch / off by {offset.TotalSeconds:+0.000;-0.000} s ({server})");
            return offset.Duration() <= Tolerated ? CheckResult.Ok(text) : CheckResult.Missing(text + "; sudo timedatectl set-ntp true");
        }
        catch (Exception fault) when (fault is SocketException or InvalidDataException || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Note($"{server} không trả lời / does not answer: {fault.Message}");
        }
    }

    /// <summary>How far the server's clock is ahead of ours.</summary>
    internal static async Task<TimeSpan> OffsetAsync(string host, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var socket = new UdpClient();
        socket.Connect(host, port);
        var packet = new byte[Size];
        // Version 4, client.
        packet[0] = 0x23;
        var sent = time.GetUtcNow();
        await socket.SendAsync(packet, limit.Token);
        var answer = (await socket.ReceiveAsync(limit.Token)).Buffer;
        var received = time.GetUtcNow();
        // A server that is not synchronised says leap 3 or stratum 0.
        if (answer.Length < Size || (answer[0] & 7) != 4 || answer[0] >> 6 == 3 || answer[1] == 0) throw new InvalidDataException("no usable answer");
        var (arrived, left) = (Read(answer, 32), Read(answer, 40));
        return ((arrived - sent) + (left - received)) / 2;
    }

    private static DateTimeOffset Read(byte[] packet, int at)
    {
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(at)) - Epoch;
        var fraction = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(at + 4)) / (double)(1L << 32);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddSeconds(fraction);
    }
}
