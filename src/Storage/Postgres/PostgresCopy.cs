using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Runs PostgreSQL's own programs on a store's database.</summary>
public static class PostgresCopy
{
    /// <summary>Brings what <c>pg_dump</c> wrote back into an empty database, all of it or nothing.</summary>
    /// <exception cref="InvalidInputException">pg_restore is missing or fails: the database is not empty, the copy is broken, the server is away.</exception>
    public static Task RestoreAsync(StoreAddress address, string file, CancellationToken cancellationToken) =>
        RunAsync(address, "pg_restore", "restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", .. Connection(address), file], cancellationToken);

    internal static Task DumpAsync(StoreAddress address, string file, CancellationToken cancellationToken) =>
        RunAsync(address, "pg_dump", "backup", ["--format=custom", "--no-owner", "--no-privileges", .. Connection(address), "--file", file], cancellationToken);

    private static string[] Connection(StoreAddress address) =>
        ["--no-password", "--host", address.Host, "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--username", address.User, "--dbname", address.Database];

    private static async Task RunAsync(StoreAddress address, string name, string field, string[] arguments, CancellationToken cancellationToken)
    {
        var program = PostgresPrograms.Find(name)
            ?? throw new InvalidInputException(new InputError(address.ToString(), null, field, $"thiếu chương trình / {name} is missing: apt-get install postgresql-client, or set ECOM389_POSTGRES_BIN."));
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        // Not on the command line, which every user of the machine can read.
        if (address.Password is { Length: > 0 } password) start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start)!;
        try
        {
            var (said, _) = (process.StandardError.ReadToEndAsync(cancellationToken), process.StandardOutput.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0) throw new InvalidInputException(new InputError(address.ToString(), null, field, $"{name}: {(await said).ReplaceLineEndings(" ").Trim()}"));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
