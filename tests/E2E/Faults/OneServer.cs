using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>One server for all faults that it has to outlive.</summary>
[CollectionDefinition(Name)]
public sealed class OneServer : ICollectionFixture<OneServer.Place>
{
    public const string Name = "faults that one server outlives";

    public sealed class Place : IAsyncLifetime
    {
        internal FaultBench Bench { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Bench = await FaultBench.CreateAsync([FaultWorkflows.Relay], TestContext.Current.CancellationToken, "--Logs:MaxBytesPerRun=1000000000");

        public ValueTask DisposeAsync() => Bench?.DisposeAsync() ?? ValueTask.CompletedTask;

        /// <summary>Writes a workflow of one script step, which begins by noting its process id, and starts it.</summary>
        internal Task<string> StartScriptAsync(string name, string script, CancellationToken cancellationToken, int timeoutSeconds = 60) =>
            StartStepsAsync(name, $"""
                  - id: only
                    timeout_seconds: {timeoutSeconds}
                    run: |
                      note begin $$
                {Indented(script)}
                """, cancellationToken);

        /// <summary>Writes a workflow with these steps and starts it; <c>$LEDGER</c> and <c>$FILES</c> are there for its scripts.</summary>
        internal async Task<string> StartStepsAsync(string name, string steps, CancellationToken cancellationToken)
        {
            var yaml = $$$"""
                version: "1.0"
                name: {{{name}}}
                key: {{{Key(name)}}}
                env: {LEDGER: "{{{Bench.Ledger.Path}}}", FILES: "{{{Bench.Combine()}}}"}
                steps:
                {{{steps}}}

                """;
            await Bench.Repository.WriteWorkflowAsync(name, yaml, cancellationToken);
            // The server watches the folder: the file is there before it is known.
            await Until.TrueAsync(
                async () => (await Bench.Server.GetAsync("/api/v1/workflows", cancellationToken)).ToString().Contains($"\"{name}\"", StringComparison.Ordinal), $"workflow {name}", cancellationToken);
            return await Bench.StartRunAsync(name, cancellationToken, new { });
        }

        /// <summary>The processes that a run's scripts have noted under a word.</summary>
        internal async Task<List<int>> NotedAsync(string key, string word, CancellationToken cancellationToken) =>
            [.. (await Bench.Ledger.ReadAsync(cancellationToken)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal) && string.Equals(e.Kind, word, StringComparison.Ordinal)).Select(e => e.Number)];

        /// <summary>Waits until a run's script has noted this word, and returns the process.</summary>
        internal async Task<int> WaitForNoteAsync(string key, string word, CancellationToken cancellationToken)
        {
            await Until.TrueAsync(async () => (await NotedAsync(key, word, cancellationToken)).Count > 0, $"{key} to note '{word}'", cancellationToken);
            return (await NotedAsync(key, word, cancellationToken))[0];
        }

        /// <summary>No process that the run's scripts have noted is alive.</summary>
        internal async Task AssertNobodyIsLeftAsync(string key, CancellationToken cancellationToken)
        {
            var noted = (await Bench.Ledger.ReadAsync(cancellationToken)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(noted);
            Assert.All(noted, e => Assert.False(Survivors.IsAlive(e.Number), $"{e.Kind} {e.Number} of {key} is still alive"));
        }

        /// <summary>Upper-case letters and digits, ten at most.</summary>
        private static string Key(string name) => string.Concat(name.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(10));

        private static string Indented(string script) => string.Join('\n', script.Split('\n').Select(l => "          " + l));
    }
}
