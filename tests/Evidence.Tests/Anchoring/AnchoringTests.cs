using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Tests.Custody;
using Ecom389.Monitor.Evidence.Tests.Packages;
using Ecom389.Monitor.Evidence.Verification;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests.Anchoring;

public sealed class AnchoringTests : IDisposable
{
    private readonly TestInstallation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public void Every_leaf_of_a_tree_climbs_to_its_root_and_to_no_other() =>
        Prop.ForAll<byte, byte>((size, which) =>
        {
            var leaves = Enumerable.Range(0, (size % 70) + 1).Select(i => MerkleTree.Leaf([(byte)i])).ToList();
            var index = which % leaves.Count;
            var path = MerkleTree.Path(leaves, index);
            return MerkleTree.Climb(leaves[index], path) == MerkleTree.Root(leaves) && MerkleTree.Climb(MerkleTree.Leaf("x"u8), path) != MerkleTree.Root(leaves);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_roots_are_those_of_the_test_vectors_of_RFC_6962_implementations()
    {
        byte[][] inputs = [[], [0], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43]];
        string[] roots = ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"];
        for (var i = 0; i < roots.Length; i++) Assert.Equal(roots[i], MerkleTree.Root([.. inputs.Take(i + 1).Select(input => MerkleTree.Leaf(input))]));
    }

    [Theory]
    [InlineData("rsa:2048")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256")]
    public async Task An_authority_s_time_stamp_is_kept_verified_and_named_when_it_is_wrong(string newKey)
    {
        using var authority = OpenSslAuthority.Start(Path.Combine(_installation.Root, "tsa"), newKey.Split(' '));
        using var client = new HttpClient();
        var captures = await _installation.CaptureAsync(3);
        // The authority's clock is the real one.
        _installation.Clock.Set(TimeProvider.System.GetUtcNow());
        _installation.Anchor();
        var outcome = Assert.Single(await DeliverAsync(new TimeStampAuthority(client, authority.Address)));
        Assert.Null(outcome.Problem);
        Assert.Empty(await DeliverAsync(new TimeStampAuthority(client, authority.Address)));

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority.Root);
        var report = await _installation.VerifyAsync(new() { TimeStampRoots = roots });
        Assert.Empty(report.Faults);
        Assert.Contains(report.Checked, row => row.Subject == CheckedSubjects.TimeStamps);
        Assert.Contains((await _installation.VerifyAsync(new() { TimeStampRoots = [] })).Faults, fault => fault.Kind == FaultKind.WrongTimeStamp);

        var zip = Path.Combine(_installation.Root, "p.zip");
        await TestPackages.ExportAsync(_installation, [captures[1]], zip);
        var packed = await new PackageVerifier(new() { TimeStampRoots = roots }).RunAsync(zip, default);
        Assert.Empty(packed.Faults);
        Assert.Contains(packed.Checked, row => row.Subject == CheckedSubjects.TimeStamps);
        if (Environment.GetEnvironmentVariable("ECOM389_KEEP_PACKAGE") is { Length: > 0 } keep) File.Copy(zip, keep, overwrite: true);

        // A stamp over something else: that of the first anchor put under the second.
        var token = Directory.GetFiles(_installation.Custody.Anchors, "*.tst").Single();
        File.Copy(token, token.Replace("000001", "000002", StringComparison.Ordinal));
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Kind == FaultKind.WrongTimeStamp && fault.Place.Contains("000002", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_anchor_made_after_its_time_stamp_is_found()
    {
        using var authority = OpenSslAuthority.Start(Path.Combine(_installation.Root, "tsa"), "rsa:2048");
        using var client = new HttpClient();
        await _installation.CaptureAsync(1);
        _installation.Clock.Set(TimeProvider.System.GetUtcNow().AddDays(1));
        _installation.Anchor();
        await DeliverAsync(new TimeStampAuthority(client, authority.Address));
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Kind == FaultKind.WrongTimeStamp && fault.Detail.Contains("before the anchor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anchors_wait_while_a_place_is_away_and_all_arrive_when_it_is_back()
    {
        var drop = Path.Combine(_installation.Root, "drop");
        await File.WriteAllTextAsync(drop, "a file where the folder should be");
        for (var i = 0; i < 3; i++)
        {
            await _installation.CaptureAsync(1);
            _installation.Anchor();
            Assert.All(await DeliverAsync(new FileDrop(drop)), outcome => Assert.NotNull(outcome.Problem));
        }

        File.Delete(drop);
        Assert.All(await DeliverAsync(new FileDrop(drop)), outcome => Assert.Null(outcome.Problem));
        Assert.Equal(3, Directory.GetFiles(drop).Length);
        Assert.Empty((await _installation.VerifyAsync(new() { Drops = [drop] })).Faults);
    }

    [Fact]
    public async Task A_night_in_which_nothing_happened_makes_no_anchor()
    {
        await _installation.CaptureAsync(1);
        Assert.Equal(1, _installation.Anchor().Number);
        Assert.Equal(1, _installation.Anchor().Number);
    }

    [Fact]
    public async Task An_anchor_arrives_by_mail_with_its_file_and_its_digest_to_be_read()
    {
        await _installation.CaptureAsync(1);
        var anchor = _installation.Anchor();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = ReceiveAsync(listener);
        var outcome = Assert.Single(await DeliverAsync(new MailDrop(new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, "ecom389@example.vn", "giu-moc@example.vn", StartTls: false))));
        Assert.Null(outcome.Problem);
        var message = await received;
        Assert.Contains("giu-moc@example.vn", message, StringComparison.Ordinal);
        Assert.Contains("ecom389-anchor-000001.json", message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(anchor.Encode())[..60], message.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_leaves_the_anchor_queued()
    {
        await _installation.CaptureAsync(1);
        _installation.Anchor();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.NotNull(Assert.Single(await DeliverAsync(new MailDrop(new("127.0.0.1", port, "a@example.vn", "b@example.vn", StartTls: false)))).Problem);
    }

    private Task<IReadOnlyList<DeliveryOutcome>> DeliverAsync(IAnchorDestination destination) => new AnchorDelivery(_installation.Custody, _installation.Clock).RunAsync([destination], CancellationToken.None);

    /// <summary>As much of RFC 5321 as taking one message needs.</summary>
    private static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        var message = new StringBuilder();
        var inData = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            message.AppendLine(line);
            if (inData && line != ".") continue;
            if (inData) inData = false;
            if (line == "DATA") inData = true;
            await writer.WriteLineAsync(line switch { "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 OK" });
            if (line == "QUIT") break;
        }

        return message.ToString();
    }
}
