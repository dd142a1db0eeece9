using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>Serves a few files on a loopback port, byte ranges too, as replay tools ask for them.</summary>
internal sealed class StaticServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly IReadOnlyDictionary<string, (string Type, Func<byte[]> Bytes)> _files;
    private readonly Task _serving;

    public StaticServer(IReadOnlyDictionary<string, (string, Func<byte[]>)> files)
    {
        _files = files;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    public void Dispose()
    {
        _listener.Stop();
        _serving.Wait(TimeSpan.FromSeconds(5));
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
            {
                // The test is over, or a client left.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var response = context.Response;
        if (!_files.TryGetValue(context.Request.Url!.AbsolutePath, out var file))
        {
            response.StatusCode = 404;
            return;
        }

        var bytes = file.Bytes();
        response.ContentType = file.Type;
        response.Headers["Accept-Ranges"] = "bytes";
        if (context.Request.Headers["Range"] is { } range && range.StartsWith("bytes=", StringComparison.Ordinal))
        {
            var ends = range[6..].Split('-');
            var named = ends.Select(end => end.Length > 0 ? int.Parse(end, CultureInfo.InvariantCulture) : (int?)null).ToArray();
            // "-n" asks for the last n bytes.
            var first = named[0] ?? Math.Max(0, bytes.Length - named[1]!.Value);
            var last = named[0] is null ? bytes.Length - 1 : Math.Min(bytes.Length - 1, named[1] ?? int.MaxValue);
            response.StatusCode = 206;
            response.Headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{bytes.Length}");
            bytes = bytes[first..(last + 1)];
        }

        response.ContentLength64 = bytes.Length;
        if (context.Request.HttpMethod != "HEAD") response.OutputStream.Write(bytes);
    }
}
