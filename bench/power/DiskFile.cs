namespace Ecom389.Monitor.Bench.Power;

/// <summary>A file as a disk could hold it: what it was, and what was asked of it since.</summary>
internal sealed class DiskFile
{
    private readonly byte[] _before;
    private readonly List<DiskRecord> _changes = [];
    private ulong _syncedTo;

    /// <param name="before">What it held when the round began.</param>
    public DiskFile(byte[] before) => _before = before;

    public void Add(DiskRecord change) => _changes.Add(change);

    /// <summary>What was done up to a number is on the disk.</summary>
    public void Sync(ulong to) => _syncedTo = Math.Max(_syncedTo, to);

    /// <summary>
    /// What the disk holds after the power went: every change that a flush covered, and of the later ones any of their sectors, in
    /// whatever order they came to be written. Where the file had grown and a sector was not written, zeros stand.
    /// </summary>
    public byte[] AfterLoss(LossChances chances)
    {
        var bytes = new MemoryStream();
        bytes.Write(_before);
        var late = new List<DiskRecord>();
        foreach (var change in _changes)
        {
            if (change.Number <= _syncedTo) Apply(bytes, change);
            else late.Add(change);
        }

        foreach (var change in chances.Reordered(late))
        {
            if (change.Action != DiskAction.Write)
            {
                if (chances.Keep()) Apply(bytes, change);
                continue;
            }

            // Sectors lie at fixed places of the disk: a write is torn where they meet.
            for (var done = 0; done < change.Data.Length;)
            {
                var at = change.Offset + done;
                var part = (int)Math.Min(change.Data.Length - done, chances.Sector - (at % chances.Sector));
                if (chances.Keep()) Write(bytes, at, change.Data.Span.Slice(done, part));
                done += part;
            }
        }

        return bytes.ToArray();
    }

    private static void Apply(MemoryStream bytes, DiskRecord change)
    {
        switch (change.Action)
        {
            case DiskAction.Write:
                Write(bytes, change.Offset, change.Data.Span);
                break;
            case DiskAction.Truncate:
                bytes.SetLength((long)change.Since);
                break;
            default:
                if (bytes.Length < (long)change.Since) bytes.SetLength((long)change.Since);
                break;
        }
    }

    private static void Write(MemoryStream bytes, long at, ReadOnlySpan<byte> data)
    {
        bytes.Position = at;
        bytes.Write(data);
    }
}
