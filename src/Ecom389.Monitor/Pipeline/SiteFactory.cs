using System.Text.Json;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Web;
using Ecom389.Monitor.Web.Violations;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Hands the review site what it shows: the store, the archive, the rules' names and laws.</summary>
internal static class SiteFactory
{
    public static WebApplication Build(Installation installation, MonitorServices services, RuleSet rules, CrawlerConfig config, string title, string url, SiteSettings? settings = null, OperationsHost? operations = null)
    {
        var store = services.Store;
        var custody = new SiteCustody(installation, TimeProvider.System);
        var files = operations?.EvidenceFiles ?? new FolderFiles(installation.Evidence);
        var pictures = new PagePictures(installation.Evidence, files);
        var mask = new ThirdPartyMask();
        return ReviewSite.Build(new ReviewSiteOptions
        {
            Urls = [url],
            Title = title,
            Queue = store.Queue,
            Listings = store.Listings,
            Approvals = store.Approvals,
            Audit = store.Audit,
            Users = store.Users,
            Credentials = store.Credentials,
            Search = store.Search,
            CaptureRequests = store.CaptureRequests,
            Figures = store.Figures,
            Stops = store.Stops,
            Review = services.Review,
            Sources = config.Sources,
            Contact = config.Contact,
            Health = store.Health,
            Violations = Catalogue(rules, InputFiles.Today()),
            ReadCapture = async (capture, cancellation) => await ReadAsync(new WarcReader(files, installation.Evidence), capture, cancellation),
            RecordRead = custody.RecordReadAsync,
            LastRuns = async cancellation => [.. (await store.Runs.LatestBySourceAsync(cancellation)).Select(Run)],
            OpenIdConnect = settings?.Directory(),
            IdleSession = settings?.IdleSession ?? SiteSettings.DefaultIdle,
            LongestSession = settings?.LongestSession ?? SiteSettings.DefaultLongest,
            Desk = new()
            {
                Kin = store.Kin,
                Views = store.Views,
                Objections = store.Objections,
                Workload = store.Workload,
                Recall = store.Recall,
                Registry = store.Registry,
                FindRich = pictures.Find,
                ReadPicture = pictures.Read,
                Route = new AuthorityRoutes(rules, config.Sources, InputFiles.Today).Of,
                Mask = mask.Mask,
                Training = new(() => TrainingSet.Load(installation, rules)),
                ItemsPerPersonPerDay = services.ReviewData.ItemsPerPersonPerDay,
                SampleRate = services.ReviewData.Sampling.Rate,
            },
            KeyFolder = Path.Combine(installation.Data, "keys"),
            Jobs = operations?.Desk,
            Endpoints = operations is null ? null : endpoints => OperationsEndpoints.Map(endpoints, operations),
            Logging = operations is null ? null : logging => Logs.Configure(logging, operations.Setup.Config.LogFormat, operations.Setup.Config.LogLevel),
        });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(WarcReader reader, CaptureReference capture, CancellationToken cancellation)
    {
        try
        {
            var page = await reader.ReadAsync(capture.Archive, cancellation);
            return page.DigestHolds ? page.Body : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private static ViolationCatalogue Catalogue(RuleSet rules, DateOnly today) => new([.. rules.Violations.Select(kind => new ViolationInfo(
        kind.Code,
        kind.TitleVi,
        kind.TitleEn,
        kind.LegalClass,
        [new(kind.Legal.Text, null, kind.Legal.Source, !kind.Legal.Text.Contains("cần kiểm chứng", StringComparison.OrdinalIgnoreCase), kind.Legal.Date)],
        Lead(rules, kind, today)))]);

    /// <summary>The leading authority under the name it bears today.</summary>
    private static string? Lead(RuleSet rules, ViolationKind kind, DateOnly today) => kind.Authorities
        .Select(id => rules.Authorities.FirstOrDefault(authority => authority.Id == id && (authority.ValidFrom ?? today) <= today && (authority.ValidTo ?? today) >= today))
        .FirstOrDefault(authority => authority is not null)?.Name;

    private static SourceRun Run(RunRecord run)
    {
        var summary = run.Summary is null ? null : JsonSerializer.Deserialize<SourceSummary>(run.Summary, JsonContract.Compact);
        return new(run.SourceId, run.StartedAt, run.EndedAt, summary?.Pages ?? 0, summary?.Listings ?? 0, summary?.Flagged ?? 0,
            summary is null || summary.Outcome == ScanOutcome.Completed ? null : summary.Message);
    }
}
