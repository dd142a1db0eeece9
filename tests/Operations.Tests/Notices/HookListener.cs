using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ecom389.Monitor.Operations.Tests.Notices;

/// <summary>A program on loopback that takes webhooks; answers the statuses given, then 204.</summary>
internal sealed class HookListener : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookListener(WebApplication app) => _app = app;

    public ConcurrentQueue<(string? Signature, string Body)> Received { get; } = new();

    public Uri Url => new(_app.Urls.First() + "/hook/very-secret-path");

    public static async Task<HookListener> StartAsync(params int[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var listener = new HookListener(app);
        var left = new ConcurrentQueue<int>(answers);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            listener.Received.Enqueue((context.Request.Headers["X-Ecom389-Signature"], await reader.ReadToEndAsync()));
            context.Response.StatusCode = left.TryDequeue(out var status) ? status : StatusCodes.Status204NoContent;
        });
        await app.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
