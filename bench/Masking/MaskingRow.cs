using System.Text;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Logs;
using Signalbox.Bench.Steps;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Bench.Masking;

/// <summary>Row 12: storing a log with secrets to mask against storing it without.</summary>
internal sealed class MaskingRow : IBenchRow
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly string[] Secrets =
    [
        "p@ss\"w0rd'/\\ +\u00e9$&=1", "sk-live-0123456789abcdefghijklmnopqrstuv", "ghp_Zyxwvutsrqponmlkjihgfedcba98765432", "correct horse battery staple", "AKIA0000EXAMPLEKEY99",
    ];

    public string Number => "12";

    public string Title => "masking: a log stored with 5 secrets defined, against none";

    public async Task RunAsync(RowContext context, CancellationToken cancellationToken)
    {
        await using var engine = await EngineUnderTest.CreateAsync(Path.Combine(context.Folder, "data"), postgres: null, cancellationToken);
        var masker = SecretMasker.Create(Secrets);
        await CheckAsync(context, engine, masker, cancellationToken);

        var source = Path.Combine(context.Folder, "source.log");
        await LineSource.WriteAsync(source, context.Times(1_000_000, 50_000), cancellationToken);
        await MeasureAsync(context, engine, masker, source, "pump from file to database, 5 secrets", cancellationToken);
        await LineSource.WriteJsonAsync(source, context.Times(400_000, 20_000), cancellationToken);
        await MeasureAsync(context, engine, masker, source, "the same, a log of JSON in JSON", cancellationToken);
    }

    private static async Task MeasureAsync(RowContext context, EngineUnderTest engine, SecretMasker masker, string source, string what, CancellationToken cancellationToken)
    {
        var (plain, masked, ratios) = (new Samples(), new Samples(), new Samples());
        var warm = await LogSlots.CreateAsync(engine, cancellationToken);
        foreach (var which in (SecretMasker[])[SecretMasker.None, masker])
        {
            await warm.PumpAsync(source, which, cancellationToken);
        }

        for (var i = 0; i < context.Times(7, 2); i++)
        {
            var slots = await LogSlots.CreateAsync(engine, cancellationToken);
            plain.Add((await slots.PumpAsync(source, SecretMasker.None, cancellationToken)).Seconds);
            masked.Add((await slots.PumpAsync(source, masker, cancellationToken)).Seconds);
            ratios.Add(masked.Last / plain.Last);
        }

        context.Report(context.Number(what, masked.Median, "s") with
        {
            BesideName = "no secrets",
            Beside = plain.Median,
            Bound = Bound.RatioAtMost(1.15),
            Samples = ratios.Count,
            Details = new Dictionary<string, double>(StringComparer.Ordinal) { ["best ratio"] = ratios.Smallest, ["worst ratio"] = ratios.Largest, ["MiB"] = new FileInfo(source).Length / 1024.0 / 1024.0 },
            Note = "the pump alone, without a child and a watcher, which would hide what masking costs",
        });
    }

    /// <summary>Every form of a secret, cut by the end of a chunk at every place: nothing of it is stored.</summary>
    private static async Task CheckAsync(RowContext context, EngineUnderTest engine, SecretMasker masker, CancellationToken cancellationToken)
    {
        var cases = 0;
        var leaks = 0;
        var slots = await LogSlots.CreateAsync(engine, cancellationToken);
        foreach (var (name, printed, sensitive) in Secrets.Take(context.Times(2, 1)).SelectMany(SecretForms.Of))
        {
            // One long line, in which chunks end at multiples of 64 KiB; a form lies across each of the ends, a byte further each time.
            var form = Encoding.UTF8.GetBytes(printed);
            var text = new MemoryStream();
            for (var split = 1; split < form.Length; split += context.Times(1, 5))
            {
                var begin = (((text.Length / ChunkBytes) + 1) * ChunkBytes) - split;
                text.Write(Encoding.ASCII.GetBytes(new string('.', (int)(begin - text.Length))));
                text.Write(form);
                cases++;
            }

            text.Write("\n"u8);
            var file = Path.Combine(context.Folder, "forms.log");
            await File.WriteAllBytesAsync(file, text.ToArray(), cancellationToken);
            var stored = await slots.StoredAsync((await slots.PumpAsync(file, masker, cancellationToken)).Slot, cancellationToken);
            var shown = Encoding.UTF8.GetString(stored).Replace("\n", "", StringComparison.Ordinal);
            var window = Math.Max(sensitive.Length / 2, 6);
            if (Enumerable.Range(0, sensitive.Length - window + 1).Any(at => shown.Contains(sensitive.Substring(at, window), StringComparison.Ordinal)))
            {
                leaks++;
                context.Say($"a secret is to be seen in the form '{name}'");
            }
        }

        context.Report(context.Number("forms of which half or more was stored readable", leaks, "") with
        {
            Bound = Bound.AtMost(0),
            Samples = cases,
            Note = "raw, base64 and base64url at each alignment, wrapped, URL-, form-, JSON- and shell-escaped, cut by a chunk's end at every byte",
            Wrong = leaks > 0,
        });
    }
}
