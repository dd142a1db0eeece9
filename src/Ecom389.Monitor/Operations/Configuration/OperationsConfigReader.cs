using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Schedule;
using Quartz;

namespace Ecom389.Monitor.Operations.Configuration;

/// <summary>Reads and checks operations.json, and reports every fault with its line and field.</summary>
internal sealed class OperationsConfigReader(string file, IReadOnlyList<SourceDefinition> sources)
{
    private readonly List<InputError> _errors = [];

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(file))!;

    public OperationsConfig Read(ReadOnlySpan<byte> json)
    {
        var tree = JsonTree.Read(json, file);
        if (tree.Kind != JsonTokenType.StartObject) throw new InvalidInputException(new InputError(file, tree.Line, null, "cần một đối tượng { … } / an object is needed"));
        var root = new ObjectReader(tree, file, "", _errors);
        root.Member("$schema");
        var version = root.Number("schemaVersion", OperationsConfig.CurrentSchemaVersion, 0, int.MaxValue);
        if (version != OperationsConfig.CurrentSchemaVersion) root.Error("schemaVersion", root.Member("schemaVersion"), string.Create(CultureInfo.InvariantCulture, $"chương trình này đọc phiên bản {OperationsConfig.CurrentSchemaVersion} / this program reads version {OperationsConfig.CurrentSchemaVersion}, not {version}"));
        var (clock, metrics, rehash, reminders) = (root.Object("clock"), root.Object("metrics"), root.Object("rehash"), root.Object("reminders"));
        var logs = root.Object("logs");
        var config = new OperationsConfig
        {
            Schedule = Jobs(root.Objects("schedule", required: true)),
            Backup = Backup(root.Object("backup")),
            Anchor = Anchor(root.Object("anchor")),
            RehashRate = (rehash?.Number("megabytesPerSecond", 50, 1, 10_000) ?? 50) * 1_000_000L,
            Training = Training(root.Object("training")),
            RemindBefore = reminders?.Number("workingDaysBefore", 2, 0, 60) ?? 2,
            Notifications = Notifications(root.Object("notifications")),
            MetricsToken = metrics is null ? null : SecretOf(metrics, "tokenFile"),
            EvidenceStore = Bucket(root.Object("evidenceStore")),
            Collector = Collector(root.Object("collector")),
            NtpServer = clock?.Text("ntpServer"),
            Disk = Disk(root.Object("disk")),
            LogFormat = logs?.Choice("format", LogFormat.Json) ?? LogFormat.Json,
            LogLevel = logs?.Choice("level", LogLevel.Information) ?? LogLevel.Information,
        };
        foreach (var part in new[] { clock, metrics, rehash, reminders, logs }) part?.Finish();
        root.Finish();
        if (_errors.Count > 0) throw new InvalidInputException([.. _errors.OrderBy(error => error.Line ?? 0)]);
        return config;
    }

    private List<JobDefinition> Jobs(IReadOnlyList<ObjectReader> readers)
    {
        var jobs = new List<JobDefinition>();
        foreach (var reader in readers)
        {
            var id = reader.Text("id", required: true) ?? "";
            if (id.Length > 0 && (id.Length > 64 || !id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')))
                reader.Error("id", reader.Member("id"), $"\"{id}\": chỉ chữ thường, số và gạch nối / lower-case letters, digits and hyphens only");
            var kind = reader.Choice("kind", JobKind.Scan, required: true);
            var cron = Cron(reader);
            var window = Window(reader);
            var (from, to) = (Day(reader, "from"), Day(reader, "to"));
            if (from > to) reader.Error("to", reader.Member("to"), "sớm hơn from / before from");
            var job = new JobDefinition(id, kind, cron, window, reader.Choice("misfire", MisfirePolicy.Once), reader.Texts("sources", (place, item) => CheckSource(reader, place, item)), reader.Flag("enabled", true), from, to);
            // The same job may stand twice with other dates, as long as no day has both.
            if (id.Length > 0 && jobs.Exists(other => other.Id == id && other.Overlaps(job))) reader.Error("id", reader.Member("id"), $"\"{id}\": hai dòng cùng có hiệu lực trong một ngày / two lines are in force on the same day");
            reader.Finish();
            jobs.Add(job);
        }

        return jobs;
    }

    private void CheckSource(ObjectReader reader, string place, JsonTree item)
    {
        if (sources.Count > 0 && sources.All(source => source.Id != item.Text.Trim())) reader.Error(place, item, $"không có nguồn \"{item.Text}\" trong crawler.json / no such source");
    }

    private static CronExpression Cron(ObjectReader reader)
    {
        var text = reader.Text("cron", required: true);
        if (text is not null && CronExpression.TryParse(text, out var cron) && cron is not null) return cron.WithTimeZone(Instants.DisplayZone);
        if (text is not null) reader.Error("cron", reader.Member("cron"), $"\"{text}\" không phải cron của Quartz (giây phút giờ ngày tháng thứ), ví dụ \"0 0 22 * * ?\" / not a Quartz cron expression");
        return new CronExpression("0 0 0 * * ?", Instants.DisplayZone);
    }

    private static FetchHours? Window(ObjectReader reader)
    {
        if (reader.Text("window") is not { } text) return null;
        var window = FetchHours.TryParse(text);
        if (window is null) reader.Error("window", reader.Member("window"), $"\"{text}\": cần dạng 22:00-06:00 / the form 22:00-06:00 is needed");
        return window;
    }

    private static DateOnly? Day(ObjectReader reader, string name)
    {
        if (reader.Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        reader.Error(name, reader.Member(name), $"\"{text}\": YYYY-MM-DD");
        return null;
    }

    private EvidenceBucket? Bucket(ObjectReader? reader)
    {
        if (reader is null) return null;
        var (endpoint, bucket, credentials) = (reader.Text("endpoint", required: true), reader.Text("bucket", required: true), SecretOf(reader, "credentialsFile"));
        if (endpoint is not null && Http(endpoint) is null) reader.Error("endpoint", reader.Member("endpoint"), $"\"{endpoint}\": cần http(s)://… / http(s)://… is needed");
        if (credentials is null && reader.Member("credentialsFile") is not { Kind: JsonTokenType.String }) reader.Error("credentialsFile", reader.Member("credentialsFile"), "cần tệp hai dòng: mã khoá, khoá bí mật / a file of two lines is needed: key id, secret");
        var (prefix, region) = (reader.Text("prefix") ?? "", reader.Text("region") ?? "us-east-1");
        reader.Finish();
        return endpoint is null || bucket is null || credentials is null || Http(endpoint) is not { } address ? null : new(address, bucket, prefix, region, credentials);
    }

    private CollectorSettings? Collector(ObjectReader? reader)
    {
        if (reader is null) return null;
        var (endpoint, headers) = (reader.Text("otlpEndpoint", required: true), SecretOf(reader, "headersFile"));
        if (endpoint is not null && Http(endpoint) is null) reader.Error("otlpEndpoint", reader.Member("otlpEndpoint"), $"\"{endpoint}\": cần http(s)://… / http(s)://… is needed");
        var (percent, seconds) = (reader.Number("pagePercent", 100, 0, 100), reader.Number("metricsSeconds", 60, 1, 3600));
        reader.Finish();
        return endpoint is null || Http(endpoint) is not { } address ? null : new(address, headers, percent, TimeSpan.FromSeconds(seconds));
    }

    private static BackupSettings Backup(ObjectReader? reader)
    {
        var settings = new BackupSettings(reader?.Text("folder") ?? "backups", reader?.Number("keep", 7, 1, 1000) ?? 7);
        reader?.Finish();
        return settings;
    }

    private AnchorSettings Anchor(ObjectReader? reader)
    {
        if (reader is null) return new([], [], null);
        var settings = new AnchorSettings(
            [.. reader.Texts("drops").Select(Beside)],
            [.. reader.Texts("timeStampAuthorities", (place, item) => { if (Http(item.Text) is null) reader.Error(place, item, $"\"{item.Text}\": cần http(s)://… / http(s)://… is needed"); }).Select(Http).OfType<Uri>()],
            reader.Text("keyFolder") is { } keys ? Beside(keys) : null);
        reader.Finish();
        return settings;
    }

    private TrainingFiles Training(ObjectReader? reader)
    {
        if (reader is null) return new([], []);
        var files = new TrainingFiles([.. reader.Texts("data", Exists).Select(Beside)], [.. reader.Texts("ordinary", Exists).Select(Beside)]);
        reader.Finish();
        return files;

        void Exists(string place, JsonTree item)
        {
            if (!File.Exists(Beside(item.Text.Trim()))) reader.Error(place, item, $"không có tệp / no such file: {item.Text}");
        }
    }

    private NotificationSettings Notifications(ObjectReader? reader)
    {
        if (reader is null) return new(null, [], 0.9);
        var hooks = new List<Webhook>();
        foreach (var hook in reader.Objects("webhooks"))
        {
            var (name, url, secret) = (hook.Text("name", required: true) ?? "", hook.Text("url", required: true), SecretOf(hook, "secretFile"));
            if (hooks.Exists(other => other.Name == name)) hook.Error("name", hook.Member("name"), $"\"{name}\" đã dùng / is used already");
            if (url is not null && Http(url) is null) hook.Error("url", hook.Member("url"), $"\"{url}\": cần http(s)://… / http(s)://… is needed");
            hook.Finish();
            if (url is not null && Http(url) is { } address) hooks.Add(new(name, address, secret));
        }

        var settings = new NotificationSettings(Mail(reader.Object("mail")), hooks, reader.Number("highValuePercent", 90, 1, 100) / 100.0);
        reader.Finish();
        return settings;
    }

    private MailServer? Mail(ObjectReader? reader)
    {
        if (reader is null) return null;
        var to = reader.Texts("to", (place, item) => CheckAddress(reader, place, item, item.Text));
        var from = reader.Text("from", required: true) ?? "";
        CheckAddress(reader, "from", reader.Member("from"), from);
        if (to.Count == 0) reader.Error("to", reader.Member("to"), "cần ít nhất một người nhận / at least one recipient is needed");
        var mail = new MailServer(reader.Text("host", required: true) ?? "", reader.Number("port", 587, 1, 65_535), from, to, reader.Flag("startTls", true), reader.Text("user"), SecretOf(reader, "passwordFile"));
        if (mail.User is null != reader.Member("passwordFile") is not { Kind: JsonTokenType.String }) reader.Error("user", reader.Member("user"), "user và passwordFile đi cùng nhau / user and passwordFile go together");
        reader.Finish();
        return mail;
    }

    private static void CheckAddress(ObjectReader reader, string place, JsonTree? where, string address)
    {
        if (address.Length > 0 && !System.Net.Mail.MailAddress.TryCreate(address, out _)) reader.Error(place, where, $"\"{address}\" không phải địa chỉ thư / is no mail address");
    }

    private static DiskSettings Disk(ObjectReader? reader)
    {
        var settings = new DiskSettings((reader?.Number("minimumFreeMegabytes", 1024, 1, 100_000_000) ?? 1024) * 1_000_000L, reader?.Number("warnDays", 30, 1, 3650) ?? 30);
        reader?.Finish();
        return settings;
    }

    private Secret? SecretOf(ObjectReader reader, string name)
    {
        if (reader.Text(name) is not { } path) return null;
        var secret = Secret.TryOpen(Beside(path), out var problem);
        if (problem is not null) reader.Error(name, reader.Member(name), problem);
        return secret;
    }

    // Paths are read from where the file lies, whatever folder the program was started in.
    private string Beside(string path) => Path.GetFullPath(path, Folder);

    private static Uri? Http(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
