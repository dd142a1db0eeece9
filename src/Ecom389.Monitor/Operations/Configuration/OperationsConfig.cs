using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Configuration;

/// <summary>Where backups go and how many are kept.</summary>
/// <param name="Folder">Absolute, or relative to the data folder; better on another disk.</param>
/// <param name="Keep">Older whole backups beyond this number are deleted.</param>
internal sealed record BackupSettings(string Folder, int Keep);

/// <summary>Whom anchors are handed to each night.</summary>
/// <param name="KeyFolder">Folder of the signing key; null for the installation's own.</param>
internal sealed record AnchorSettings(IReadOnlyList<string> Drops, IReadOnlyList<Uri> TimeStampAuthorities, string? KeyFolder);

/// <summary>Labelled listings to train a candidate model on; none means that there is nothing to train.</summary>
internal sealed record TrainingFiles(IReadOnlyList<string> Data, IReadOnlyList<string> Ordinary);

/// <summary>A mail server and who gets the notices.</summary>
internal sealed record MailServer(string Host, int Port, string From, IReadOnlyList<string> To, bool StartTls, string? User, Secret? Password);

/// <summary>A program that gets notices by HTTP POST, signed with HMAC-SHA256 where a secret is given.</summary>
internal sealed record Webhook(string Name, Uri Url, Secret? Secret);

/// <summary>Who is told what.</summary>
/// <param name="HighValue">Priority (0 to 1) from which a newly opened item is worth a notice.</param>
internal sealed record NotificationSettings(MailServer? Mail, IReadOnlyList<Webhook> Webhooks, double HighValue)
{
    /// <summary>The channels of the outbox that are configured.</summary>
    public IReadOnlyList<string> Channels => [.. Mail is null ? Array.Empty<string>() : ["mail"], .. Webhooks.Select(hook => "webhook:" + hook.Name)];
}

/// <summary>When the disk is short.</summary>
/// <param name="MinimumFree">Bytes below which the program is not ready.</param>
/// <param name="WarnDays">Days to go, at the growth seen, below which the doctor speaks up.</param>
internal sealed record DiskSettings(long MinimumFree, int WarnDays);

/// <summary>A bucket of an object store that finished files of the evidence are taken to.</summary>
/// <param name="Credentials">Two lines: access key id, its secret.</param>
internal sealed record EvidenceBucket(Uri Endpoint, string Bucket, string Prefix, string Region, Secret Credentials);

/// <summary>A collector that metrics and traces are sent to by OTLP (HTTP, protobuf).</summary>
/// <param name="Endpoint">Its base address; <c>/v1/traces</c> and <c>/v1/metrics</c> are added.</param>
/// <param name="Headers">What it asks for to let us in, as <c>name=value,name=value</c>, or null.</param>
/// <param name="PagePercent">How many pages of a hundred are traced; jobs always are.</param>
/// <param name="Every">How often metrics are sent.</param>
internal sealed record CollectorSettings(Uri Endpoint, Secret? Headers, int PagePercent, TimeSpan Every);

internal enum LogFormat
{
    Json,
    Text,
}

/// <summary>operations.json as read: when jobs run, where backups go, who is told.</summary>
internal sealed record OperationsConfig
{
    public const int CurrentSchemaVersion = 1;

    public required IReadOnlyList<JobDefinition> Schedule { get; init; }

    public required BackupSettings Backup { get; init; }

    public required AnchorSettings Anchor { get; init; }

    /// <summary>Bytes a second that re-reading the evidence may take.</summary>
    public required long RehashRate { get; init; }

    public required TrainingFiles Training { get; init; }

    /// <summary>How many working days before its date a matter is reminded of.</summary>
    public required int RemindBefore { get; init; }

    public required NotificationSettings Notifications { get; init; }

    /// <summary>What a reader of the metrics from elsewhere must show; null: loopback only.</summary>
    public required Secret? MetricsToken { get; init; }

    /// <summary>Where finished files of the evidence are kept beside this machine, or null: nowhere.</summary>
    public required EvidenceBucket? EvidenceStore { get; init; }

    /// <summary>Where metrics and traces are sent, or null: nowhere.</summary>
    public required CollectorSettings? Collector { get; init; }

    /// <summary>Server to compare the clock with, or null.</summary>
    public required string? NtpServer { get; init; }

    public required DiskSettings Disk { get; init; }

    public required LogFormat LogFormat { get; init; }

    public required LogLevel LogLevel { get; init; }

    /// <summary>Reads the file at hand, else the one shipped with the program.</summary>
    /// <exception cref="InvalidInputException">Every fault, also when a file that was named cannot be read.</exception>
    public static async Task<OperationsConfig> LoadAsync(string file, IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        var path = File.Exists(file) || file != DefaultFile ? file : Path.Combine(AppContext.BaseDirectory, DefaultFile);
        byte[] text;
        try
        {
            text = await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, "không đọc được tệp / cannot read the file: " + fault.Message));
        }

        return new OperationsConfigReader(path, sources).Read(text);
    }

    public const string DefaultFile = "operations.json";
}
