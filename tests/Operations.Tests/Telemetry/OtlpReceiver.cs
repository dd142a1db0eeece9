using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ecom389.Monitor.Operations.Tests.Telemetry;

/// <summary>A span as it came over the wire (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> LinkedTraces);

/// <summary>A collector on loopback: takes OTLP over HTTP and reads the protobuf as the specification has it, with no code of the exporter's.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedSpan> _spans = [];
    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private WebApplication? _server;

    public Uri Address => new(_server!.Urls.First());

    public IReadOnlyList<ReceivedSpan> Spans
    {
        get
        {
            lock (_gate) return [.. _spans];
        }
    }

    public IReadOnlyCollection<string> Metrics
    {
        get
        {
            lock (_gate) return [.. _metrics];
        }
    }

    /// <summary>Values of the header <c>x-key</c> that came.</summary>
    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_gate) return [.. _keys];
        }
    }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        receiver._server = builder.Build();
        receiver._server.Run(receiver.TakeAsync);
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/x-protobuf";
        if (context.Request.ContentType != "application/x-protobuf") context.Response.StatusCode = 415;
        lock (_gate)
        {
            _keys.Add(context.Request.Headers["x-key"].ToString());
            foreach (var resource in Messages(body.ToArray(), 1))
                foreach (var scope in Messages(resource, 2))
                    foreach (var item in Messages(scope, 2))
                    {
                        if (context.Request.Path == "/v1/traces") _spans.Add(Span(item));
                        else if (context.Request.Path == "/v1/metrics") _metrics.Add(Text(item, 1));
                        else context.Response.StatusCode = 404;
                    }
        }
    }

    private static ReceivedSpan Span(ReadOnlyMemory<byte> span) => new(
        Convert.ToHexStringLower(Messages(span, 1).First().Span),
        Convert.ToHexStringLower(Messages(span, 2).First().Span),
        Convert.ToHexStringLower(Messages(span, 4).FirstOrDefault().Span),
        Text(span, 5),
        BinaryPrimitives.ReadUInt64LittleEndian(Messages(span, 7).First().Span),
        BinaryPrimitives.ReadUInt64LittleEndian(Messages(span, 8).First().Span),
        Messages(span, 9).ToDictionary(attribute => Text(attribute, 1), attribute => Text(Messages(attribute, 2).FirstOrDefault(), 1), StringComparer.Ordinal),
        [.. Messages(span, 13).Select(link => Convert.ToHexStringLower(Messages(link, 1).First().Span))]);

    private static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault().Span);

    /// <summary>The fields of a number in a protobuf message, those with a length and fixed ones, in order.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var length = (key & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => (int)Varint(message.Span, ref at),
                5 => 4,
                _ => throw new InvalidDataException("no protobuf"),
            };
            if ((key & 7) == 0) Varint(message.Span, ref at);
            else if ((int)(key >> 3) == field) yield return message.Slice(at, length);
            at += length;
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }
}
