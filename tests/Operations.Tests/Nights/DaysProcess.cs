using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Tests.Nights;

/// <summary>
/// Two rounds of simulated days in a process of their own: the memory measured is the whole process', and beside other tests it was
/// theirs too (12 to 125 MB within one run). <c>dotnet Ecom389.Monitor.Operations.Tests.dll simulated-days 7</c> prints one JSON line a day.
/// </summary>
internal static class DaysProcess
{
    private const string Command = "simulated-days";

    /// <summary>Two rounds one after the other, as the other process reported them.</summary>
    /// <param name="report">Told each day's result.</param>
    public static async Task<(List<DayResult> First, List<DayResult> Second)> RunAsync(int days, Action<DayResult> report)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(DaysProcess).Assembly.Location, Command, days.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var results = new List<DayResult>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            results.Add(JsonSerializer.Deserialize<DayResult>(line, JsonContract.Compact)!);
            report(results[^1]);
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && results.Count == 2 * days, await errors);
        return (results[..days], results[days..]);
    }

    /// <summary>The other process. xunit's host does not come by here: it loads the assembly.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [Command, var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)) return 2;
        for (var round = 0; round < 2; round++)
            await SimulatedDays.RunAsync(days, day => Console.WriteLine(JsonSerializer.Serialize(day, JsonContract.Compact)));
        return 0;
    }
}
