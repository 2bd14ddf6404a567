namespace Signalbox.E2E.Fixtures;

/// <summary>The workflows of the tests' own repository.</summary>
internal static class TestWorkflows
{
    public static (string Name, string Yaml)[] All => [.. Scripts, .. Promises, AgentStep("claude"), AgentStep("codex"), AgentStep("copilot"), AgentStep("gemini"), AgentStep("words"), AskApi];

    /// <summary>Steps that must prove their work, and steps with secrets.</summary>
    private static (string Name, string Yaml)[] Promises =>
    [
        ("proven", """
            version: "1.0"
            name: proven
            key: PROVEN
            inputs:
              wanted: {type: string, default: good}
            steps:
              - id: write
                env: {WANTED: "{{inputs.wanted}}"}
                run: echo "$WANTED" > proof.txt
                expect_changes: true
                verify: {run: "grep -q good proof.txt || { echo 'proof.txt is not good' >&2; exit 4; }", timeout_seconds: 30}
              - id: read
                needs: [write]
                run: cat proof.txt
                outputs: [{name: said, type: string}]
            """),
        ("dear", """
            version: "1.0"
            name: dear
            key: DEAR
            limits: {max_cost_usd: 0.04}
            steps:
              - {id: ask, agent: claude, prompt: Change one file., timeout_seconds: 60}
              - {id: more, needs: [ask], agent: claude, prompt: Change another., timeout_seconds: 60}
            """),
        ("whisper", """
            version: "1.0"
            name: whisper
            key: WHISPER
            steps:
              - id: tell
                secrets: [SHOP_TOKEN]
                run: |
                  echo "token: $SHOP_TOKEN"
                  printf '%s' "$SHOP_TOKEN" | base64
                  echo "$SHOP_TOKEN" >&2
                outputs: [{name: last, type: string}]
              - id: deaf
                needs: [tell]
                run: test -z "${SHOP_TOKEN:-}"
            """),
    ];

    private static (string Name, string Yaml)[] Scripts =>
    [
        ("burst", """
            version: "1.0"
            name: burst
            key: BURST
            description: Prints many numbered lines at once.
            inputs:
              lines: {type: integer, default: 10000, min: 1, max: 2000000}
            env: {LINES_WANTED: "{{inputs.lines}}"}
            steps:
              - id: print
                run: |
                  awk -v n="$LINES_WANTED" 'BEGIN { for (i = 1; i <= n; i++) printf "line %06d of the burst\n", i }'
            """),
        ("ticker", """
            version: "1.0"
            name: ticker
            key: TICK
            description: Prints a numbered line every 20 ms and keeps a ledger of its own.
            inputs:
              lines: {type: integer, default: 200, min: 1, max: 100000}
              ledger: {type: string, required: true}
            env: {LINES_WANTED: "{{inputs.lines}}", LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: tick
                timeout_seconds: 600
                run: |
                  echo "start $$" >> "$LEDGER"
                  i=0
                  while [ $i -lt "$LINES_WANTED" ]; do
                    i=$((i + 1))
                    printf 'tick %06d \303\251 \033[32mok\033[0m\n' "$i"
                    sleep 0.02
                  done
                  echo "end $$" >> "$LEDGER"
              - id: after
                needs: [tick]
                run: echo done
            """),
        ("stubborn", """
            version: "1.0"
            name: stubborn
            key: STUB
            description: Starts children that do not want to end.
            inputs:
              ledger: {type: string, required: true}
            env: {LEDGER: "{{inputs.ledger}}"}
            steps:
              - id: fork
                timeout_seconds: 600
                run: |
                  sh -c 'trap "" TERM; echo "ignores $$" >> "$LEDGER"; while :; do sleep 1; done' &
                  setsid sh -c 'echo "setsid $$" >> "$LEDGER"; sleep 600' &
                  setsid sh -c '(trap "" TERM HUP INT; echo "daemon $(exec sh -c "echo \$PPID")" >> "$LEDGER"; while :; do sleep 1; done) & exit 0'
                  env -i /usr/bin/setsid /bin/sh -c 'sleep 600' &
                  echo "main $$" >> "$LEDGER"
                  echo ready
                  wait
            """),
    ];

    /// <summary>One step of a model behind an API; its prompt chooses what the API does.</summary>
    private static (string Name, string Yaml) AskApi => ("ask-api", """
        version: "1.0"
        name: ask-api
        inputs:
          question: {type: string, default: How many?}
        steps:
          - id: ask
            agent: local
            timeout_seconds: 60
            prompt: "{{inputs.question}}"
            output_key: answer
        """);

    /// <summary>One step of a coding agent; <c>mode</c> chooses what its fake does.</summary>
    private static (string Name, string Yaml) AgentStep(string agent) => ($"ask-{agent}", $$$"""
        version: "1.0"
        name: ask-{{{agent}}}
        inputs:
          mode: {type: string, default: ok}
        steps:
          - id: ask
            agent: {{{agent}}}
            env: {FAKE_AGENT_MODE: "{{inputs.mode}}"}
            timeout_seconds: 60
            prompt: Change one file.
            output_key: answer
        """);
}
