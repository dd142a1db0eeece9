using System.CommandLine;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>work</c>: the schedule without the site.</summary>
internal static class WorkCommand
{
    public static Command Make(Terminal terminal)
    {
        var (config, operations, data) = (ScanCommand.Config(), OperationsOptions.File(), SharedOptions.Data());
        var url = new Option<string?>("--url") { Description = "Địa chỉ của /health và /metrics; thiếu thì không mở / address of /health and /metrics; none without it", HelpName = "URL" };
        var command = new Command("work", """
            Chạy lịch mà không mở trang xử lý: quét, chấm lại, kiểm chứng, niêm phong, sao lưu, nhắc hạn.
            Runs the schedule without the site: scans, re-scoring, verification, seals, backups, reminders.

            Ví dụ / example:  ecom389 work --url http://127.0.0.1:5390
            """) { config, operations, data, url };
        command.SetAction(async (parsed, cancellation) =>
        {
            var address = parsed.GetValue(url) is { } given ? ListenAddress.Read(given) : null;
            if (parsed.GetValue(url) is { } wrong && address is null)
            {
                await terminal.Error.WriteLineAsync($"--url: cần http(s)://IP:CỔNG hoặc localhost / http(s)://IP:PORT or localhost is needed, not \"{wrong}\"");
                return ExitCodes.BadInput;
            }

            var installation = Installation.Of(parsed, data);
            var (_, settings) = await OperationsOptions.LoadAsync(parsed.GetValue(config)!, parsed.GetValue(operations)!, cancellation);
            ScorerFactory.Load(installation);
            using var loggers = OperationsOptions.Loggers(settings);
            await using var services = MonitorServices.Open(installation);
            await using var host = new OperationsHost(new(installation, services, settings, parsed.GetValue(config)!, parsed.GetValue(operations)!, TimeProvider.System, loggers));
            await using var watch = address is null ? null : Watch(address, host, settings);
            if (watch is not null) await watch.StartAsync(cancellation);
            await host.StartAsync(cancellation);
            await terminal.Error.WriteLineAsync("Lịch đang chạy / the schedule runs" + (watch is null ? "" : ": " + watch.Urls.First()));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Done;
        });
        return command;
    }

    private static WebApplication Watch(string address, OperationsHost host, Operations.Configuration.OperationsConfig settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(address);
        builder.Services.AddRoutingCore();
        Logs.Configure(builder.Logging, settings.LogFormat, settings.LogLevel);
        var watch = builder.Build();
        OperationsEndpoints.Map(watch, host);
        return watch;
    }
}
