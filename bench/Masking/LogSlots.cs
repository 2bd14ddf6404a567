using System.Diagnostics;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Steps;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Runs;

namespace Signalbox.Bench.Masking;

/// <summary>Streams of real attempts into which logs can be pumped, each once.</summary>
internal sealed class LogSlots
{
    private readonly EngineUnderTest _engine;
    private Queue<(Run Run, AttemptId Attempt, LogStream Stream)> _free = new();

    private LogSlots(EngineUnderTest engine) => _engine = engine;

    public static async Task<LogSlots> CreateAsync(EngineUnderTest engine, CancellationToken cancellationToken)
    {
        var slots = new LogSlots(engine);
        await slots.FillAsync(cancellationToken);
        return slots;
    }

    /// <summary>Pumps a whole file; seconds, and where it went.</summary>
    public async Task<(double Seconds, (AttemptId Attempt, LogStream Stream) Slot)> PumpAsync(string file, SecretMasker masker, CancellationToken cancellationToken)
    {
        if (_free.Count == 0)
        {
            await FillAsync(cancellationToken);
        }

        var (run, attempt, stream) = _free.Dequeue();
        var source = new LogSource(run.Id, run.Epoch, attempt, stream, file) { Masker = masker };
        var began = Stopwatch.GetTimestamp();
        var result = await _engine.Pump.RunAsync(source, Task.CompletedTask, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        WrongResultException.Unless(result.End == LogPumpEnd.Complete && result.Position.Offset == new FileInfo(file).Length, $"the pump ended {result}");
        return (seconds, (attempt, stream));
    }

    /// <summary>The bytes stored in a slot.</summary>
    public async Task<byte[]> StoredAsync((AttemptId Attempt, LogStream Stream) slot, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var offset = 0L;
        while (await _engine.Logs.ReadFromOffsetAsync(slot.Attempt, slot.Stream, offset, 16, cancellationToken) is { Count: > 0 } chunks)
        {
            foreach (var chunk in chunks)
            {
                text.Write(chunk.Text ?? throw new WrongResultException("a chunk was stored without its text"));
                offset += chunk.Length;
            }
        }

        return text.ToArray();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var state = (await _engine.Queries.GetAsync(await _engine.RunAsync(cancellationToken), cancellationToken))!;
        _free = new(state.Attempts.SelectMany(a => (LogStream[])[LogStream.Stdout, LogStream.Stderr], (a, stream) => (state.Run, a.Id, stream)));
    }
}
