using System.Text;
using Ecom389.Monitor.Bench.Power;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Operations.Tests.Power;

/// <summary>
/// Power losses at random moments: what was not flushed is thrown away, in whole or in part. A hundred of them:
/// <c>dotnet run --project bench/power -c Release -- 100</c>.
/// </summary>
public sealed class PowerLossTests(ITestOutputHelper output) : IDisposable
{
    private const int RoundsHere = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-power-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PowerFact]
    public async Task Everything_promised_is_there_after_the_power_went_at_random_moments()
    {
        using var rounds = new Rounds(InMemory(), seed: 389) { MostPromises = 80 };
        var results = await rounds.RunAsync(RoundsHere, Tell, CancellationToken.None);
        Assert.All(results, result => Assert.Empty(result.Faults));
        Assert.Equal(RoundsHere, results.Count);
        Assert.True(results.Sum(result => result.Promises) > 50);
    }

    [PowerFact(postgres: true)]
    public async Task Everything_promised_is_there_when_the_power_of_PostgreSQL_went_too()
    {
        using var rounds = new Rounds(InMemory(), seed: 389, postgres: true) { MostPromises = 60 };
        var results = await rounds.RunAsync(RoundsHere, Tell, CancellationToken.None);
        Assert.All(results, result => Assert.Empty(result.Faults));
        Assert.Equal(RoundsHere, results.Count);
        Assert.True(results.Sum(result => result.Promises) > 30);
    }

    [PowerFact]
    public async Task A_disk_that_flushes_nothing_is_found_out()
    {
        using var rounds = new Rounds(InMemory(), seed: 389, lies: true) { MostPromises = 80 };
        var results = await rounds.RunAsync(RoundsHere, Tell, CancellationToken.None);
        Assert.NotEmpty(results[^1].Faults);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void What_was_flushed_stays_and_of_the_rest_only_what_was_written_can_be_there(int seed)
    {
        var (root, before) = (Folder("root"), Folder("before"));
        File.WriteAllText(Path.Combine(before, "kept"), "old");
        foreach (var name in (string[])["kept", "made", "unflushed"]) File.WriteAllText(Path.Combine(root, name), "what memory held");
        DiskRecord[] journal =
        [
            new(DiskAction.Open, 1, 0, 7, 0, Path.Combine(root, "kept"), "", default),
            Write(2, 7, 0, "new"),
            new(DiskAction.Sync, 4, 3, 7, 0, "", "", default),
            Write(5, 7, 3, "+late"),
            new(DiskAction.Create, 6, 0, 8, 0, Path.Combine(root, "draft"), "", default),
            Write(7, 8, 0, "whole"),
            new(DiskAction.Sync, 9, 8, 8, 0, "", "", default),
            new(DiskAction.Rename, 10, 0, 0, 0, Path.Combine(root, "draft"), Path.Combine(root, "made"), default),
            new(DiskAction.SyncFolder, 12, 11, 0, 0, root, "", default),
            new(DiskAction.Create, 13, 0, 9, 0, Path.Combine(root, "unflushed"), "", default),
            Write(14, 9, 0, "later"),
        ];

        new PowerLoss(root, before, journal, lies: false).Strike(new LossChances(seed));

        Assert.Contains(Read("kept"), (string[])["new", "new+late"]);
        Assert.Equal("whole", Read("made"));
        Assert.False(File.Exists(Path.Combine(root, "draft")));
        Assert.Contains(Read("unflushed"), (string?[])[null, "", "later"]);

        string? Read(string name) => File.Exists(Path.Combine(root, name)) ? File.ReadAllText(Path.Combine(root, name)) : null;
    }

    [Fact]
    public void A_disk_that_flushes_nothing_may_hold_what_it_held_before()
    {
        var (root, before) = (Folder("root"), Folder("before"));
        File.WriteAllText(Path.Combine(before, "kept"), "old");
        DiskRecord[] journal =
        [
            new(DiskAction.Open, 1, 0, 7, 0, Path.Combine(root, "kept"), "", default),
            Write(2, 7, 0, "new"),
            new(DiskAction.Sync, 4, 3, 7, 0, "", "", default),
        ];
        var held = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 20; seed++)
        {
            new PowerLoss(root, before, journal, lies: true).Strike(new LossChances(seed));
            held.Add(File.ReadAllText(Path.Combine(root, "kept")));
        }

        Assert.Equal(["new", "old"], held.Order(StringComparer.Ordinal));
    }

    private static DiskRecord Write(ulong number, ulong inode, long at, string text) => new(DiskAction.Write, number, 0, inode, at, "", "", Encoding.UTF8.GetBytes(text));

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>What a disk keeps is worked out, so that the rounds themselves need none.</summary>
    private string InMemory() => Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : _folder.FullName, "ecom389-power-" + Guid.NewGuid().ToString("N"));

    private void Tell(RoundResult result)
    {
        output.WriteLine($"{result.Number}: {result.Promises} promises, {result.Changes} writes, {result.Chances}");
        foreach (var fault in result.Faults.Take(20)) output.WriteLine("   " + fault);
    }
}

/// <summary>A test that takes the power away; skipped, visibly, where the shim cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PowerFactAttribute : FactAttribute
{
    /// <param name="postgres">Needs a PostgreSQL server too.</param>
    public PowerFactAttribute(bool postgres = false) => Skip = Shim.Missing ?? (postgres ? PostgresUnderPower.Missing : null);
}
