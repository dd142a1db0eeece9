using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>
/// A night of three workers on one PostgreSQL, disturbed: one killed, one cut off from everything for a minute, the database stopped and
/// started; beside it the same shops scanned by one worker in peace.
/// </summary>
internal static class NightBench
{
    private static readonly TimeSpan Cut = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(int pages, int hosts, int delayMs, int parallel, string folder)
    {
        using var farm = ShopFarm.Start(Path.Combine(folder, "farm"), hosts, pages / hosts);
        using var server = PostgresServer.Start("listen_addresses = '*'");
        using var cable = CutOff.Make();
        var here = Write(folder, "crawler.json", farm.Config(delayMs));
        var there = Write(folder, "crawler-ns.json", farm.Config(delayMs, CutOff.Here));
        Say($"{hosts} hosts, {pages} pages, {delayMs} ms a host, {parallel} sources a worker at once");

        var peace = server.NewDatabase();
        var clock = Stopwatch.StartNew();
        using (var alone = WorkerProcess.Scan(Path.Combine(folder, "alone"), here, server.Url(peace), parallel * 3))
        {
            await alone.WaitAsync(CancellationToken.None);
            Say($"undisturbed, one worker: exit {alone.ExitCode}, {clock.Elapsed.TotalSeconds:F0} s");
        }

        var calm = NightVerdict.Of(server, peace, farm.Log(), delayMs);
        Say(calm.ToString());
        farm.ForgetLog();

        var night = server.NewDatabase();
        clock.Restart();
        using var first = WorkerProcess.Scan(Path.Combine(folder, "w1"), here, server.Url(night), parallel);
        using var second = WorkerProcess.Scan(Path.Combine(folder, "w2"), here, server.Url(night), parallel);
        using var third = WorkerProcess.Scan(Path.Combine(folder, "w3"), there, server.Url(night, CutOff.Here), parallel, CutOff.Inside);
        await UntilAsync(farm, pages / 5, first, second, third);
        first.Kill9();
        Say($"{clock.Elapsed.TotalSeconds,5:F0} s: the first worker killed (-9), {farm.Log().Count} requests so far");
        await UntilAsync(farm, pages * 2 / 5, second, third);
        CutOff.Pull();
        Say($"{clock.Elapsed.TotalSeconds,5:F0} s: the third worker cut off, {farm.Log().Count} requests so far");
        await UntilAsync(farm, pages / 2, second, third);
        server.Stop("INT");
        await Task.Delay(TimeSpan.FromSeconds(5));
        server.StartAgain();
        Say($"{clock.Elapsed.TotalSeconds,5:F0} s: the database stopped for 5 s and started again, {farm.Log().Count} requests so far");
        await Task.Delay(Cut);
        CutOff.PlugIn();
        Say($"{clock.Elapsed.TotalSeconds,5:F0} s: the third worker plugged in again, {farm.Log().Count} requests so far");
        await Task.WhenAll(second.WaitAsync(CancellationToken.None), third.WaitAsync(CancellationToken.None));
        Say($"disturbed, three workers: exits {second.ExitCode} and {third.ExitCode}, {clock.Elapsed.TotalSeconds:F0} s");
        if (second.ExitCode != 0) Say(await second.SaidAsync());
        if (third.ExitCode != 0) Say(await third.SaidAsync());

        var stormy = NightVerdict.Of(server, night, farm.Log(), delayMs);
        Say(stormy.ToString());
        foreach (var row in server.Sql(night, "SELECT 'worker ' || process || ': ' || (SELECT count(*) FROM round_sources WHERE claims > 1) || ' sources changed hands' FROM workers").Split('\n')) Say(row);
        var same = calm.Digest == stormy.Digest && calm.Listings == stormy.Listings && calm.Items == stormy.Items;
        var ok = same && stormy.TooClose == 0 && stormy.FetchedAfterAcknowledgement.Count == 0;
        Say(string.Create(CultureInfo.InvariantCulture, $"listings equal: {(same ? "yes" : "NO")}; hosts above their rate: {stormy.TooClose}; fetched after acknowledgement: {stormy.FetchedAfterAcknowledgement.Count}; fetched twice: {stormy.Requests - stormy.Pages} → {(ok ? "ok" : "FAILED")}"));
        return ok ? 0 : 1;
    }

    private static async Task UntilAsync(ShopFarm farm, int requests, params WorkerProcess[] alive)
    {
        while (farm.Log().Count < requests && !alive.All(worker => worker.HasExited)) await Task.Delay(TimeSpan.FromMilliseconds(500));
    }

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static void Say(FormattableString line) => Say(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);
}
