using System.Net;
using System.Net.Sockets;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>Stands between the workers and the server and counts what passes: bytes either way, and how often the server was asked.</summary>
internal sealed class CountingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly CancellationTokenSource _end = new();
    private long _asked;
    private long _answered;
    private long _roundTrips;

    public CountingRelay(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes to the server, bytes from it, and turns of the talk: the worker spoke, then the server.</summary>
    public (long Asked, long Answered, long RoundTrips) Counts => (Interlocked.Read(ref _asked), Interlocked.Read(ref _answered), Interlocked.Read(ref _roundTrips));

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The bench is over.
        }
    }

    private async Task RelayAsync(TcpClient worker)
    {
        using var near = worker;
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, _server);
        var talk = new Talk();
        await Task.WhenAll(PumpAsync(near.GetStream(), far.GetStream(), talk, asks: true), PumpAsync(far.GetStream(), near.GetStream(), talk, asks: false));
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Talk talk, bool asks)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
            {
                Interlocked.Add(ref asks ? ref _asked : ref _answered, read);
                if (talk.TurnsTo(asks)) Interlocked.Increment(ref _roundTrips);
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side hung up.
        }
        finally
        {
            to.Close();
        }
    }

    /// <summary>Who spoke last on one connection.</summary>
    private sealed class Talk
    {
        private int _asking;

        /// <summary>True when the server answers what the worker asked.</summary>
        public bool TurnsTo(bool asks) => Interlocked.Exchange(ref _asking, asks ? 1 : 0) == 1 && !asks;
    }
}
