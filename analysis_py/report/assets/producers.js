// Where to find who published the data; a name that stands in a source line becomes a link.
"use strict";

window.reportProducers = {
  "Open LLM Leaderboard": "https://huggingface.co/open-llm-leaderboard",
  "Epoch AI": "https://epoch.ai/benchmarks",
  "HELM": "https://crfm.stanford.edu/helm/",
  "Observational Scaling Laws": "https://github.com/ryoungj/ObsScaling",
  "CRUXEval": "https://github.com/facebookresearch/cruxeval",
  "ZeroEval": "https://github.com/WildEval/ZeroEval",
  "MMLU-Pro": "https://github.com/TIGER-AI-Lab/MMLU-Pro",
  "LLM-Stats": "https://llm-stats.com",
  "models.dev": "https://models.dev",
};
