using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Telemetry;

namespace Ecom389.Monitor.Operations.Hosting;

/// <summary>
/// For machines that watch: <c>/health/live</c> (the process answers), <c>/health/ready</c> (it can do its work) and
/// <c>/metrics</c> (Prometheus text; from this machine, or with the token). They say nothing of the matters.
/// </summary>
internal static class OperationsEndpoints
{
    public static void Map(IEndpointRouteBuilder site, OperationsHost host)
    {
        site.MapGet("/health/live", () => Results.Json(new { status = "live" })).AllowAnonymous();
        site.MapGet("/health/ready", (CancellationToken cancellation) => ReadyAsync(host, cancellation)).AllowAnonymous();
        site.MapGet("/metrics", (HttpContext context) => MayRead(context, host.Setup.Config.MetricsToken)
            ? Results.Text(PrometheusText.Write(host.Metrics.Collect()), PrometheusText.ContentType)
            : Results.Text("metrics are for this machine, or with the token\n", "text/plain", Encoding.UTF8, StatusCodes.Status403Forbidden)).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(OperationsHost host, CancellationToken cancellation)
    {
        var failing = new List<string>();
        try
        {
            await host.Setup.Services.Users.UnitsAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever keeps the store from answering, the answer to the watcher is the same.
            failing.Add("store");
        }

        if (!host.Schedule.IsRunning) failing.Add("schedule");
        if (new DriveInfo(Path.GetFullPath(host.Setup.Installation.Data)).AvailableFreeSpace < host.Setup.Config.Disk.MinimumFree) failing.Add("disk");
        return Results.Json(new { status = failing.Count == 0 ? "ready" : "not-ready", failing }, statusCode: failing.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    // Behind a proxy on this machine everybody seems to be this machine: then the token decides.
    private static bool MayRead(HttpContext context, Secret? token)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && headers["X-Forwarded-For"].Count == 0 && headers["Forwarded"].Count == 0) return true;
        const string scheme = "Bearer ";
        return token is not null && headers.Authorization.ToString() is var given && given.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[scheme.Length..]), Encoding.UTF8.GetBytes(token.Read()));
    }
}
