using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Bench.Store;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>A filled SQLite store moved by the program itself: <c>store migrate</c>.</summary>
internal static class MoveBench
{
    public static async Task<int> RunAsync(int listings, string folder)
    {
        var clock = Stopwatch.StartNew();
        await FilledStore.MakeAsync(Path.Combine(folder, "ecom389.db"), listings, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{listings} listings, {new FileInfo(Path.Combine(folder, "ecom389.db")).Length / 1e6:F0} MB, filled in {clock.Elapsed.TotalSeconds:F0} s"));
        using var server = PostgresServer.Start("max_wal_size = 4GB");
        var database = server.NewDatabase();
        clock.Restart();
        using var program = Process.Start(WorkerProcess.Program, ["store", "migrate", "--from", folder, "--to", server.Url(database)]);
        await program.WaitForExitAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"exit {program.ExitCode}, {clock.Elapsed.TotalSeconds:F1} s in all, {long.Parse(server.Sql(database, "SELECT pg_database_size(current_database())"), CultureInfo.InvariantCulture) / 1e6:F0} MB at the target"));
        return program.ExitCode;
    }
}
