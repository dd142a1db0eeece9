using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Operations.Tests.Stores;

/// <summary>The installation on a PostgreSQL store, from the command line to the backup.</summary>
public sealed class ServerStoreTests
{
    [Fact]
    public async Task A_scan_into_a_server_passes_the_checker_and_its_backup_restores_into_an_empty_database()
    {
        await using var sample = await SampleInstallation.StartAsync(server: Address());
        await sample.ScanAsync(pages: 12);
        var service = new BackupService(sample.Installation, sample.Services.Store.Care, TimeProvider.System);
        var scan = sample.ScanAsync(pages: 40);
        var during = await service.RunAsync(Path.Combine(sample.Folder, "backups"), null, [], CancellationToken.None);
        await scan;
        var after = await service.RunAsync(Path.Combine(sample.Folder, "backups"), null, [], CancellationToken.None);
        Assert.False(File.Exists(sample.Installation.Database));
        Assert.Empty((await InstallationCheck.RunAsync(sample.Installation, sample.Services, deep: true, TimeProvider.System, CancellationToken.None)).Faults);

        foreach (var (backup, name) in new[] { (during, "during"), (after, "after") })
        {
            var (data, empty) = (Path.Combine(sample.Folder, name), Address());
            await RestoreService.RunAsync(backup.Folder, data, empty, CancellationToken.None);
            var restored = sample.Installation with { Data = data, Server = empty };
            await using var services = MonitorServices.OpenExisting(restored);
            Assert.Empty((await InstallationCheck.RunAsync(restored, services, deep: true, TimeProvider.System, CancellationToken.None)).Faults);
            if (name == "after") Assert.Equal(await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None), await services.Store.Listings.TotalsAsync(CancellationToken.None));
        }

        var full = await Assert.ThrowsAsync<InvalidInputException>(() => RestoreService.RunAsync(after.Folder, Path.Combine(sample.Folder, "again"), sample.Installation.Server, CancellationToken.None));
        Assert.Contains("pg_restore", full.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(sample.Folder, "again")));
        await Assert.ThrowsAsync<InvalidInputException>(() => RestoreService.RunAsync(after.Folder, Path.Combine(sample.Folder, "again"), CancellationToken.None));
    }

    [Fact]
    public async Task Commands_work_on_a_server_as_they_do_on_a_file()
    {
        using var folder = new TemporaryFolder();
        var store = PostgresServer.Shared.Url(PostgresServer.Shared.NewDatabase());
        var (code, output, error) = await RunAsync("user", "add", "an", "--role", "administrator", "--as", "an", "--data", folder["data"], "--store", store);
        Assert.True(code == ExitCodes.Done, error);
        Assert.NotEmpty(output);
        (code, output, _) = await RunAsync("user", "list", "--data", folder["data"], "--store", store);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("an", output, StringComparison.Ordinal);
        (code, output, _) = await RunAsync("queue", "list", "--json", "--data", folder["data"], "--store", store);
        Assert.Equal((ExitCodes.Done, ""), (code, output.Trim()));
        (code, _, error) = await RunAsync("check", "--data", folder["data"], "--store", store);
        Assert.True(code == ExitCodes.Done, error);
        Assert.False(File.Exists(Path.Combine(folder["data"], "ecom389.db")));
    }

    [Theory]
    [InlineData("postgres://ecom389:sai-mat-khau@127.0.0.1:{0}/postgres", "password")]
    [InlineData("postgres://ecom389:mat-khau-thu@127.0.0.1:{0}/khong-co", "createdb khong-co")]
    [InlineData("postgres://ecom389:sai-mat-khau@127.0.0.1:1/postgres", "cannot be reached")]
    [InlineData("Host=127.0.0.1;Port={0};Username=ecom389;Password=sai-mat-khau;Database=postgres", "password")]
    [InlineData("Host=127.0.0.1;Passwort=sai-mat-khau", "is no PostgreSQL address")]
    [InlineData("/var/lib/sai-mat-khau.db", "is no PostgreSQL address")]
    public async Task A_server_that_cannot_be_used_is_one_sentence_without_a_secret(string store, string says)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await RunAsync("check", "--data", folder["data"], "--store", string.Format(CultureInfo.InvariantCulture, store, PostgresServer.Shared.Port));
        Assert.Equal((ExitCodes.BadInput, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("mat-khau", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_newer_database_is_refused_with_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var database = PostgresServer.Shared.NewDatabase();
        Assert.Equal(ExitCodes.Done, (await RunAsync("check", "--data", folder["data"], "--store", PostgresServer.Shared.Url(database))).Code);
        PostgresServer.Shared.Sql(database, "INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)");
        var (code, _, error) = await RunAsync("check", "--data", folder["data"], "--store", PostgresServer.Shared.Url(database));
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("newer version (step 9999_future.sql)", error, StringComparison.Ordinal);
    }

    private static StoreAddress Address() => StoreAddress.Parse(PostgresServer.Shared.Url(PostgresServer.Shared.NewDatabase()));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new Terminal(output, error, outputIsTerminal: false, errorIsTerminal: false));
        return (code, output.ToString(), error.ToString());
    }
}
