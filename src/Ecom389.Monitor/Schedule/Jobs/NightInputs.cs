using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>
/// What a night works with, read anew for each run, so that an edit counts without a restart. When what is there cannot be used,
/// the last good version is: kept in the data folder beside the store, it outlives a restart too.
/// </summary>
internal sealed class NightInputs
{
    private readonly Installation _installation;
    private readonly string _crawlerFile;
    private readonly string _kept;

    public NightInputs(Installation installation, string crawlerFile)
    {
        _installation = installation;
        _crawlerFile = crawlerFile;
        _kept = Path.Combine(installation.Data, "last-good");
    }

    /// <summary>crawler.json, and what is wrong with the one at hand when an older one had to be taken.</summary>
    /// <exception cref="InvalidInputException">It cannot be used and there is no older one.</exception>
    public async Task<(CrawlerConfig Config, string? Fault)> CrawlerAsync(CancellationToken cancellationToken)
    {
        var kept = Path.Combine(_kept, "crawler.json");
        try
        {
            var config = await CrawlerConfig.LoadAsync(_crawlerFile, cancellationToken);
            Keep(_crawlerFile, kept);
            return (config, null);
        }
        catch (InvalidInputException broken) when (File.Exists(kept))
        {
            return (await CrawlerConfig.LoadAsync(kept, cancellationToken), Say("crawler.json", broken));
        }
    }

    /// <summary>The scorer, and what is wrong with rules or model at hand when older ones had to be taken.</summary>
    /// <exception cref="InvalidInputException">They cannot be used and there are no older ones.</exception>
    public (IListingScorer Scorer, string? Fault) Scorer()
    {
        var kept = _installation with { Rules = Path.Combine(_kept, "rules"), Models = Path.Combine(_kept, "models") };
        try
        {
            var scorer = ScorerFactory.Load(_installation);
            KeepFolder(_installation.Rules, kept.Rules);
            Keep(_installation.Model, kept.Model);
            return (scorer, null);
        }
        catch (InvalidInputException broken) when (File.Exists(kept.Model) && Directory.Exists(kept.Rules))
        {
            return (ScorerFactory.Load(kept), Say("quy tắc hoặc mô hình / rules or model", broken));
        }
    }

    private static string Say(string what, InvalidInputException broken) => $"{what} hỏng, dùng bản tốt gần nhất / broken, the last good version was used: {string.Join("; ", broken.Errors.Take(3))}";

    private static void KeepFolder(string from, string to)
    {
        var wanted = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file)).ToHashSet(StringComparer.Ordinal);
        if (Directory.Exists(to))
            foreach (var file in Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).Where(file => !wanted.Contains(Path.GetRelativePath(to, file))).ToList()) File.Delete(file);
        foreach (var file in wanted) Keep(Path.Combine(from, file), Path.Combine(to, file));
    }

    private static void Keep(string from, string to)
    {
        var (source, target) = (new FileInfo(from), new FileInfo(to));
        if (target.Exists && target.Length == source.Length && target.LastWriteTimeUtc == source.LastWriteTimeUtc) return;
        Directory.CreateDirectory(target.DirectoryName!);
        File.Copy(from, to + ".new", overwrite: true);
        File.SetLastWriteTimeUtc(to + ".new", source.LastWriteTimeUtc);
        File.Move(to + ".new", to, overwrite: true);
    }
}
