namespace Signalbox.Unit.Engine.Workflows.Import;

/// <summary>One small file of each dialect.</summary>
internal static class DialectSamples
{
    public const string RunFile =
        """
        version: '1.0'
        name: tidy
        defaults: {tool: claude, timeout_secs: 600}
        steps:
          - id: look
            name: 'Look around'
            type: agent
            prompt: |
              Look for: {{inputs.description}}
            outputs:
              - {name: notes, type: file, filename: notes.md, description: Notes}
          - id: tidy
            name: Tidy
            prompt: "Do as {{steps.look.outputs.notes}} says."
        """;

    public const string PlatformConfiguration =
        """
        version: "1.0.0"
        global:
          workspace_dir: "."
          timeout_seconds: 300
        agents:
          claude:
            name: claude
            provider: anthropic
            model: claude-3-opus
            api_key: "${ANTHROPIC_API_KEY}"
            enabled: true
          gpt4:
            provider: openai
            model: gpt-4
            capabilities: [review]
            temperature: 0.5
        workflows:
          look-over:
            type: simple
            description: Looks
            agents: [claude]
            steps:
              - {name: analyze, agent: claude, prompt: "Look at it", inputs: {}, output: analysis, timeout: 300, retry: 0, dependencies: []}
            config: {}
            enabled: true
            metadata: {}
          write:
            agents: [gpt4]
            steps:
              - {name: generate, agent: gpt4, prompt: "Write it", output: code}
            metadata: {team: web}
            config: {mode: fast}
        observability:
          log_level: INFO
        """;

    public const string PlatformWorkflow =
        """
        id: quality
        name: Quality
        type: SIMPLE
        steps:
          - id: check
            agent_id: claude
            prompt_template: "Check: {{code}}"
            output_key: issues
          - id: rate
            agent_id: claude
            prompt_template: "Rate {{ code|upper }}{% if strict %}, strictly{% endif %}"
            output_key: score
            timeout_seconds: 60
            retry_policy: {max_retries: 2, backoff: exponential}
          - id: improve
            agent_id: copilot
            input_mappings: {text: code}
            condition: "strict and 'bad' in issues"
            prompt_template: "Improve {{text}} given {{score}}"
            dependencies: [score]
        """;

    public const string Plan =
        """
        {
          "summary": "Sign people in",
          "approach": "Use a library",
          "tasks": [
            {"name": "Protect", "sequence": 4, "depends_on": ["Join"]},
            {"name": "Prepare", "description": "Install it", "sequence": 1,
             "estimated_complexity": "medium", "files_likely_affected": ["package.json"]},
            {"name": "One provider", "sequence": 2, "parallel_group": "providers", "depends_on": ["Prepare"]},
            {"name": "Other provider", "sequence": 2, "parallel_group": "providers", "depends_on": ["Prepare"]},
            {"name": "Join", "sequence": 3}
          ],
          "risks": ["Later"]
        }
        """;

    public const string Template =
        """
        {
          "name": "feature",
          "variables": [
            {"name": "feature", "description": "What to build", "required": true},
            {"name": "scope", "required": false, "default": ""}
          ],
          "tasks": [
            {"name": "Setup {{feature}}", "description": "Scaffold {{scope}}"},
            {"name": "Implement {{feature}}", "depends_on": ["Setup {{feature}}"]},
            {"name": "Test {{feature}}", "depends_on": ["Implement {{feature}}"], "parallel_group": "verify"},
            {"name": "Document {{feature}}", "depends_on": ["Implement {{feature}}"], "parallel_group": "verify"}
          ]
        }
        """;

    public const string FeatureSpec =
        """
        version: "1.0"
        feature:
          id: notes-2026
          name: Notes
          priority: high
        objective:
          summary: Notes that last
        requirements:
          functional:
            - {id: FR-1, title: Keep notes, description: Notes survive, priority: high, acceptance_criteria: [x]}
        tasks:
          backend:
            - id: BE-001
              title: Store notes
              reference: FR-1
              methodology: TDD
              max_iterations: 5
              acceptance_criteria: [Tests pass, Files exist]
              done_when: All is there
            - id: BE-002
              title: Read notes
              acceptance_criteria: [They can be read]
              done_when: All are read

          qa:
            - id: QA-001
              title: Try it
              type: integration
              acceptance_criteria: [It works]
        """;

    public const string Orchestrator =
        """
        id: team
        selector_agent: router
        agents:
          router: {provider: anthropic, model: opus, can_orchestrate_workflows: true}
          worker: {provider: openai, model: gpt-5, can_orchestrate_workflows: false}
          judge: {provider: anthropic, model: opus}
        workflows:
          - id: plain
            version: 1
            description: Does it
            inputs: [user_prompt]
            steps:
              - {id: do_it, type: agent_task, agent: worker, workspace_mode: run_workspace, prompt: "Do {{inputs.user_prompt}}", outputs: [summary]}
          - id: reviewed
            tags: [code]
            inputs: [user_prompt]
            limits:
              max_total_iterations: 8
              run_timeout_seconds: 7200
            steps:
              - id: draft
                type: agent_task
                agent: worker
                prompt: |
                  Do {{inputs.user_prompt}} in {{workflow.run_workspace}} after {{state.review_feedback}}
                  Write {{workflow.output_paths.plan}} for {{workflow.run_id}}
                outputs: [summary, plan?]
                output_files:
                  summary: work/summary__{{workflow.run_id}}__a{{workflow.attempt}}.txt
                  plan: work/plan__{{workflow.run_id}}.md
                next: review
              - id: review
                type: agent_review
                agent: judge
                prompt: |
                  Judge {{steps.draft.outputs.summary}}
                  {{workflow.output_schema_json}}
                outputs: [decision, feedback]
                output_files:
                  decision: review/decision__{{workflow.run_id}}__{{workflow.step_id}}__a{{workflow.attempt}}.txt
                  feedback: review/feedback.txt
                on_approve: publish
                on_reject: draft
                limits: {max_retries: 4}
              - id: publish
                type: agent_task
                agent: worker
                prompt: Publish it
                limits:
                  timeout_seconds: 60
                next: done
        workflow_orchestration:
          max_total_iterations: 12
          default_run_timeout_seconds: 3600
          default_step_timeout_seconds: 7200
          max_step_timeout_seconds: 10800
        """;

    public static string[] All => [RunFile, PlatformConfiguration, PlatformWorkflow, Plan, Template, FeatureSpec, Orchestrator];
}
