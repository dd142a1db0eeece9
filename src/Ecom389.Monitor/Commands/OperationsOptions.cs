using System.CommandLine;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary>What the commands that run the program's own work share: their options and how they open everything.</summary>
internal static class OperationsOptions
{
    /// <summary>How long a running scan may take to end its pages after the program was asked to stop.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(90);

    public static Option<string> File() => new("--operations")
    {
        Description = "Tệp vận hành: lịch, sao lưu, thông báo / operations file: schedule, backups, notices",
        DefaultValueFactory = _ => OperationsConfig.DefaultFile,
        HelpName = "F",
    };

    /// <summary>Both configuration files, all their faults in one go.</summary>
    /// <exception cref="InvalidInputException">Every fault of both.</exception>
    public static async Task<(CrawlerConfig Crawler, OperationsConfig Operations)> LoadAsync(string crawlerFile, string operationsFile, CancellationToken cancellation)
    {
        var errors = new List<InputError>();
        CrawlerConfig? crawler = null;
        OperationsConfig? operations = null;
        try
        {
            crawler = await CrawlerConfig.LoadAsync(crawlerFile, cancellation);
        }
        catch (InvalidInputException invalid)
        {
            errors.AddRange(invalid.Errors);
        }

        try
        {
            operations = await OperationsConfig.LoadAsync(operationsFile, crawler?.Sources ?? [], cancellation);
        }
        catch (InvalidInputException invalid)
        {
            errors.AddRange(invalid.Errors);
        }

        return errors.Count == 0 ? (crawler!, operations!) : throw new InvalidInputException(errors);
    }

    public static ILoggerFactory Loggers(OperationsConfig config) => LoggerFactory.Create(logging => Logs.Configure(logging, config.LogFormat, config.LogLevel));

    /// <summary>The person behind <c>--as</c>, who must be an administrator; null after saying so.</summary>
    public static async Task<User?> AdministratorAsync(Terminal terminal, MonitorServices services, string name, CancellationToken cancellation)
    {
        if (await services.Users.FindAsync(name, cancellation) is { Enabled: true, Role: Role.Administrator } person) return person;
        await terminal.Error.WriteLineAsync($"--as: không có quản trị viên tên này / no administrator of this name: \"{name}\"");
        return null;
    }
}
