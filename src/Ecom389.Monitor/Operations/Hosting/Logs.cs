using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Operations.Hosting;

/// <summary>
/// Structured logs to standard error, where systemd and containers collect them: one JSON object a line, or text for a person.
/// The framework's own logger and formatter, because they need no further package and know scopes and event ids already.
/// </summary>
internal static class Logs
{
    public static void Configure(ILoggingBuilder logging, LogFormat format, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        // The server's own chatter at a night's thousands of requests is nobody's information.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning);
        if (format == LogFormat.Json) logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
        else logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
