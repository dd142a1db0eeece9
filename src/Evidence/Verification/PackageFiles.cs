using System.Globalization;
using Ecom389.Monitor.Evidence.Packages.Zip;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>The files of a package, packed or unpacked.</summary>
internal interface IPackageFiles : IDisposable
{
    /// <summary>Paths with forward slashes, each once.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A file's content, seekable. Throws <see cref="FileNotFoundException"/> for a name that is not there.</summary>
    Stream Open(string name);
}

/// <summary>A package unpacked into a folder.</summary>
internal sealed class FolderFiles : IPackageFiles
{
    private readonly string _root;

    public FolderFiles(string root)
    {
        _root = root;
        Names = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    public Stream Open(string name) => new FileStream(Path.Combine(_root, name), FileMode.Open, FileAccess.Read, FileShare.Read);

    public void Dispose()
    {
    }
}

/// <summary>A package as it was written, a ZIP of stored files.</summary>
internal sealed class ZipFiles : IPackageFiles
{
    private readonly FileStream _file;
    private readonly Dictionary<string, ZipItem> _items = new(StringComparer.Ordinal);

    /// <summary>Opens the container and puts down what is wrong with its own bytes.</summary>
    public ZipFiles(string path, VerificationReport report)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var name = Path.GetFileName(path);
        var items = StoredZip.Read(_file, out var fault);
        if (fault is { } found) report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{name}: bytes {found.Offset}-{found.Offset + found.Length - 1}"), found.Problem);
        foreach (var item in items)
            if (!_items.TryAdd(item.Name, item)) report.Add(FaultKind.UnknownFile, item.Name, "is in the container twice");
        Names = [.. _items.Keys];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Checks the containers' own checksums, which no list covers.</summary>
    public async Task CheckChecksumsAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        foreach (var item in _items.Values)
        {
            await using var content = Open(item.Name);
            if (await StoredZip.CrcAsync(content, cancellationToken) != item.Crc)
                report.Add(FaultKind.BrokenBytes, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(_file.Name)}: bytes {item.Offset}-{item.Offset + item.Length - 1}"), $"{item.Name} has not the checksum the container says");
        }
    }

    public Stream Open(string name) => _items.TryGetValue(name, out var item) ? new Part(_file, item.Offset, item.Length) : throw new FileNotFoundException("not in the package", name);

    public void Dispose() => _file.Dispose();

    /// <summary>A stretch of the container.</summary>
    private sealed class Part(FileStream file, long start, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - Position);
            if (count <= 0) return 0;
            file.Position = start + Position;
            var read = file.Read(buffer[..count]);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
